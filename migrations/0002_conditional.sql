CREATE TABLE `opened_pages` (
	`posting_no` integer PRIMARY KEY NOT NULL,
	`url` text NOT NULL,
	`listed` text NOT NULL,
	`asked_at` integer NOT NULL,
	FOREIGN KEY (`posting_no`) REFERENCES `postings`(`no`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
ALTER TABLE `validators` ADD `body_digest` text;--> statement-breakpoint
ALTER TABLE `validators` ADD `trust` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `validators` ADD `snapshot_no` integer;--> statement-breakpoint
CREATE INDEX `validators_by_board` ON `validators` (`board_no`);