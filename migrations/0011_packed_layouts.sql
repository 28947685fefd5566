CREATE TABLE `packed_runs` (
	`edition_no` integer NOT NULL,
	`population` text NOT NULL,
	`monday` integer NOT NULL,
	`method` text NOT NULL,
	`body` blob NOT NULL,
	PRIMARY KEY(`edition_no`, `population`, `monday`)
);
--> statement-breakpoint
DROP TABLE `packed_endings`;--> statement-breakpoint
CREATE TABLE `packed_endings` (
	`monday` integer PRIMARY KEY NOT NULL,
	`layout` integer DEFAULT 0 NOT NULL,
	`body` blob NOT NULL
);
--> statement-breakpoint
DROP TABLE `packed_open`;--> statement-breakpoint
CREATE TABLE `packed_open` (
	`edition_no` integer NOT NULL,
	`day` integer NOT NULL,
	`layout` integer DEFAULT 0 NOT NULL,
	`body` blob NOT NULL,
	PRIMARY KEY(`edition_no`, `day`)
);
--> statement-breakpoint
DROP TABLE `packed_weeks`;--> statement-breakpoint
CREATE TABLE `packed_weeks` (
	`edition_no` integer NOT NULL,
	`monday` integer NOT NULL,
	`layout` integer DEFAULT 0 NOT NULL,
	`vacancies` integer NOT NULL,
	`body` blob NOT NULL,
	PRIMARY KEY(`edition_no`, `monday`)
);
