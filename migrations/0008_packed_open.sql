CREATE TABLE `packed_open` (
	`edition_no` integer NOT NULL,
	`day` integer NOT NULL,
	`body` blob NOT NULL,
	PRIMARY KEY(`edition_no`, `day`)
);
