CREATE TABLE `seals` (
	`name` text NOT NULL,
	`block` integer NOT NULL,
	`sum` integer NOT NULL,
	PRIMARY KEY(`name`, `block`)
) WITHOUT ROWID;
--> statement-breakpoint
ALTER TABLE `spells` ADD `listed_by` integer;