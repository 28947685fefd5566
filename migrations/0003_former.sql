CREATE TABLE `former_postings` (
	`posting_no` integer NOT NULL,
	`until_day` integer NOT NULL,
	`url` text,
	`title` text NOT NULL,
	`company` text NOT NULL,
	`locations` text NOT NULL,
	`countries` text NOT NULL,
	`workplace` text NOT NULL,
	`employment` text,
	`department` text,
	`pay_min` real,
	`pay_max` real,
	`pay_currency` text,
	`pay_period` text,
	`published_on` integer,
	`published_precision` text,
	PRIMARY KEY(`posting_no`, `until_day`),
	FOREIGN KEY (`posting_no`) REFERENCES `postings`(`no`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
ALTER TABLE `boards` ADD `state_since` integer;