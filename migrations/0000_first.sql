CREATE TABLE `boards` (
	`no` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`source` text NOT NULL,
	`token` text NOT NULL,
	`employer` text,
	`settings` text,
	`coverage` text DEFAULT 'complete' NOT NULL,
	`every` text DEFAULT 'day' NOT NULL,
	`miss_tolerance` integer DEFAULT 1 NOT NULL,
	`state` text DEFAULT 'active' NOT NULL,
	`added_on` integer NOT NULL,
	`next_due_at` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `boards_id_unique` ON `boards` (`id`);--> statement-breakpoint
CREATE TABLE `counted_days` (
	`edition_no` integer NOT NULL,
	`day` integer NOT NULL,
	`boards_read` integer NOT NULL,
	`boards_active` integer NOT NULL,
	`coverage` real,
	`inputs` text NOT NULL,
	PRIMARY KEY(`edition_no`, `day`)
);
--> statement-breakpoint
CREATE TABLE `daily_counts` (
	`edition_no` integer NOT NULL,
	`population` text NOT NULL,
	`skill_no` integer NOT NULL,
	`day` integer NOT NULL,
	`open` integer NOT NULL,
	`open_postings` integer NOT NULL,
	`open_required` integer NOT NULL,
	`open_preferred` integer NOT NULL,
	`opened` integer NOT NULL,
	`employers` integer NOT NULL,
	PRIMARY KEY(`edition_no`, `population`, `skill_no`, `day`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `editions` (
	`no` integer PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`adopted_at` integer,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `editions_name_unique` ON `editions` (`name`);--> statement-breakpoint
CREATE TABLE `employers` (
	`no` integer PRIMARY KEY NOT NULL,
	`key` text NOT NULL,
	`name` text NOT NULL,
	`kind` text DEFAULT 'employer' NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `employers_key_unique` ON `employers` (`key`);--> statement-breakpoint
CREATE TABLE `events` (
	`no` integer PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`run` text,
	`kind` text NOT NULL,
	`subject` text,
	`outcome` text,
	`message` text NOT NULL,
	`data` text
);
--> statement-breakpoint
CREATE INDEX `events_by_kind` ON `events` (`kind`,`at`);--> statement-breakpoint
CREATE TABLE `facts` (
	`name` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `figures` (
	`no` integer PRIMARY KEY NOT NULL,
	`published_at` integer NOT NULL,
	`measure` text NOT NULL,
	`skill` text,
	`population` text NOT NULL,
	`period` text NOT NULL,
	`as_of` integer NOT NULL,
	`edition` text NOT NULL,
	`method` text NOT NULL,
	`panel` text NOT NULL,
	`figure` text NOT NULL,
	`inputs` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `figures_key` ON `figures` (`skill`,`measure`,`population`,`period`);--> statement-breakpoint
CREATE TABLE `hosts` (
	`host` text PRIMARY KEY NOT NULL,
	`next_at` integer NOT NULL,
	`failures` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE `labels` (
	`skill` text NOT NULL,
	`population` text NOT NULL,
	`week` text NOT NULL,
	`edition` text NOT NULL,
	`method` text NOT NULL,
	`raw` text NOT NULL,
	`label` text NOT NULL,
	`state` text NOT NULL,
	`recorded_at` integer NOT NULL,
	PRIMARY KEY(`skill`, `population`, `edition`, `method`, `week`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `mentions` (
	`edition_no` integer NOT NULL,
	`skill_no` integer NOT NULL,
	`text_no` integer NOT NULL,
	`level` integer NOT NULL,
	`field` text NOT NULL,
	`offset` integer NOT NULL,
	`length` integer NOT NULL,
	`cue` text,
	PRIMARY KEY(`edition_no`, `skill_no`, `text_no`),
	FOREIGN KEY (`text_no`) REFERENCES `texts`(`no`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `mentions_by_text` ON `mentions` (`text_no`,`edition_no`,`level`);--> statement-breakpoint
CREATE TABLE `postings` (
	`no` integer PRIMARY KEY NOT NULL,
	`board_no` integer NOT NULL,
	`external_id` text NOT NULL,
	`employer_no` integer NOT NULL,
	`text_no` integer,
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
	`content_hash` text NOT NULL,
	`vacancy_no` integer,
	`merged_because` text,
	FOREIGN KEY (`board_no`) REFERENCES `boards`(`no`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`employer_no`) REFERENCES `employers`(`no`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`text_no`) REFERENCES `texts`(`no`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `postings_key` ON `postings` (`board_no`,`external_id`);--> statement-breakpoint
CREATE INDEX `postings_by_text` ON `postings` (`text_no`);--> statement-breakpoint
CREATE INDEX `postings_by_vacancy` ON `postings` (`vacancy_no`);--> statement-breakpoint
CREATE INDEX `postings_by_employer` ON `postings` (`employer_no`);--> statement-breakpoint
CREATE TABLE `revisions` (
	`no` integer PRIMARY KEY NOT NULL,
	`recorded_at` integer NOT NULL,
	`measure` text NOT NULL,
	`skill` text,
	`population` text NOT NULL,
	`period` text NOT NULL,
	`before` text NOT NULL,
	`after` text NOT NULL,
	`cause` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `robots` (
	`origin` text PRIMARY KEY NOT NULL,
	`fetched_at` integer NOT NULL,
	`status` integer NOT NULL,
	`body` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `skills` (
	`no` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `skills_id_unique` ON `skills` (`id`);--> statement-breakpoint
CREATE TABLE `snapshots` (
	`no` integer PRIMARY KEY NOT NULL,
	`board_no` integer NOT NULL,
	`started_at` integer NOT NULL,
	`day` integer NOT NULL,
	`outcome` text NOT NULL,
	`reason` text,
	`listed` integer NOT NULL,
	`total` integer,
	`with_text` integer DEFAULT 0 NOT NULL,
	`rejects` integer DEFAULT 0 NOT NULL,
	`reject_reasons` text,
	`fills` text,
	`digest` text NOT NULL,
	`run` text,
	`origin` text NOT NULL,
	`recorded_at` integer NOT NULL,
	`cleared_at` integer,
	FOREIGN KEY (`board_no`) REFERENCES `boards`(`no`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `snapshots_key` ON `snapshots` (`board_no`,`started_at`);--> statement-breakpoint
CREATE INDEX `snapshots_by_day` ON `snapshots` (`board_no`,`day`);--> statement-breakpoint
CREATE INDEX `snapshots_on_day` ON `snapshots` (`day`,`board_no`,`outcome`);--> statement-breakpoint
CREATE TABLE `spells` (
	`no` integer PRIMARY KEY NOT NULL,
	`posting_no` integer NOT NULL,
	`not_before` integer NOT NULL,
	`first_seen` integer NOT NULL,
	`last_seen` integer NOT NULL,
	`ended_on` integer,
	`stock` integer NOT NULL,
	`misses` integer DEFAULT 0 NOT NULL,
	FOREIGN KEY (`posting_no`) REFERENCES `postings`(`no`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `spells_key` ON `spells` (`posting_no`,`first_seen`);--> statement-breakpoint
CREATE INDEX `spells_by_day` ON `spells` (`first_seen`,`ended_on`);--> statement-breakpoint
CREATE INDEX `spells_open` ON `spells` (`ended_on`,`first_seen`);--> statement-breakpoint
CREATE TABLE `stale_employers` (
	`employer_no` integer PRIMARY KEY NOT NULL,
	FOREIGN KEY (`employer_no`) REFERENCES `employers`(`no`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `texts` (
	`no` integer PRIMARY KEY NOT NULL,
	`hash` text NOT NULL,
	`title` text NOT NULL,
	`body` blob NOT NULL,
	`packed` integer DEFAULT false NOT NULL,
	`era` text,
	`wordless` integer DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `texts_hash_unique` ON `texts` (`hash`);--> statement-breakpoint
CREATE TABLE `traits` (
	`edition_no` integer NOT NULL,
	`text_no` integer NOT NULL,
	`years_min` real,
	`years_max` real,
	`seniority` text,
	`pay_min` real,
	`pay_max` real,
	`pay_currency` text,
	`pay_period` text,
	`remote` text,
	`role` text,
	`multi` integer NOT NULL,
	`ai` integer NOT NULL,
	`patterns` text NOT NULL,
	PRIMARY KEY(`text_no`, `edition_no`),
	FOREIGN KEY (`text_no`) REFERENCES `texts`(`no`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `vacancies` (
	`no` integer PRIMARY KEY NOT NULL,
	`employer_no` integer NOT NULL,
	`posting_no` integer NOT NULL,
	`board_no` integer NOT NULL,
	`text_no` integer,
	`postings` integer NOT NULL,
	`not_before` integer NOT NULL,
	`first_seen` integer NOT NULL,
	`ended_on` integer,
	`stock` integer NOT NULL,
	`opened_on` integer,
	FOREIGN KEY (`employer_no`) REFERENCES `employers`(`no`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`posting_no`) REFERENCES `postings`(`no`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`board_no`) REFERENCES `boards`(`no`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`text_no`) REFERENCES `texts`(`no`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `vacancies_by_first_seen` ON `vacancies` (`first_seen`);--> statement-breakpoint
CREATE INDEX `vacancies_by_text` ON `vacancies` (`text_no`);--> statement-breakpoint
CREATE INDEX `vacancies_by_end` ON `vacancies` (`ended_on`);--> statement-breakpoint
CREATE TABLE `validators` (
	`url` text PRIMARY KEY NOT NULL,
	`board_no` integer NOT NULL,
	`etag` text,
	`last_modified` text,
	`checked_whole_at` integer NOT NULL,
	FOREIGN KEY (`board_no`) REFERENCES `boards`(`no`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `wordings` (
	`posting_no` integer NOT NULL,
	`from_day` integer NOT NULL,
	`text_no` integer NOT NULL,
	PRIMARY KEY(`posting_no`, `from_day`),
	FOREIGN KEY (`posting_no`) REFERENCES `postings`(`no`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`text_no`) REFERENCES `texts`(`no`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
