CREATE TABLE `packed_endings` (
	`monday` integer PRIMARY KEY NOT NULL,
	`body` blob NOT NULL
);
--> statement-breakpoint
DELETE FROM `packed_weeks`;
