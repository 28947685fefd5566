CREATE TABLE `packed_weeks` (
	`edition_no` integer NOT NULL,
	`monday` integer NOT NULL,
	`vacancies` integer NOT NULL,
	`body` blob NOT NULL,
	PRIMARY KEY(`edition_no`, `monday`)
);
--> statement-breakpoint
CREATE TABLE `stale_postings` (
	`posting_no` integer PRIMARY KEY NOT NULL,
	FOREIGN KEY (`posting_no`) REFERENCES `postings`(`no`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
DROP INDEX `postings_by_employer`;--> statement-breakpoint
CREATE INDEX `postings_by_employer` ON `postings` (`employer_no`,`title`);--> statement-breakpoint
ALTER TABLE `editions` ADD `tagged_through` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `vacancies` ADD `first_posting_no` integer REFERENCES postings(no);--> statement-breakpoint
ALTER TABLE `vacancies` ADD `first_text_no` integer REFERENCES texts(no);--> statement-breakpoint
CREATE INDEX `snapshots_gone` ON `snapshots` (`board_no`,`day`) WHERE outcome = 'gone';--> statement-breakpoint
UPDATE `vacancies` SET `first_posting_no` = (
	SELECT f.no FROM postings f JOIN spells s ON s.posting_no = f.no JOIN boards h ON h.no = f.board_no WHERE f.vacancy_no = vacancies.no
	ORDER BY CASE WHEN h.token = '' AND h.every <> 'month' THEN 1 ELSE 0 END, s.first_seen, f.no LIMIT 1
);--> statement-breakpoint
UPDATE `vacancies` SET `first_text_no` = (
	SELECT w.text_no FROM wordings w WHERE w.posting_no = vacancies.first_posting_no ORDER BY w.from_day LIMIT 1
);--> statement-breakpoint
INSERT INTO `stale_postings` (`posting_no`) SELECT p.no FROM postings p JOIN stale_employers s ON s.employer_no = p.employer_no;