CREATE TABLE "packed_weeks" (
	"edition_no" integer NOT NULL,
	"monday" integer NOT NULL,
	"vacancies" integer NOT NULL,
	"body" "bytea" NOT NULL,
	CONSTRAINT "packed_weeks_edition_no_monday_pk" PRIMARY KEY("edition_no","monday")
);
--> statement-breakpoint
CREATE TABLE "stale_postings" (
	"posting_no" integer PRIMARY KEY NOT NULL
);
--> statement-breakpoint
DROP INDEX "postings_by_employer";--> statement-breakpoint
ALTER TABLE "editions" ADD COLUMN "tagged_through" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "vacancies" ADD COLUMN "first_posting_no" integer;--> statement-breakpoint
ALTER TABLE "vacancies" ADD COLUMN "first_text_no" integer;--> statement-breakpoint
ALTER TABLE "stale_postings" ADD CONSTRAINT "stale_postings_posting_no_postings_no_fk" FOREIGN KEY ("posting_no") REFERENCES "postings"("no") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "vacancies" ADD CONSTRAINT "vacancies_first_posting_no_postings_no_fk" FOREIGN KEY ("first_posting_no") REFERENCES "postings"("no") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "vacancies" ADD CONSTRAINT "vacancies_first_text_no_texts_no_fk" FOREIGN KEY ("first_text_no") REFERENCES "texts"("no") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "snapshots_gone" ON "snapshots" USING btree ("board_no","day") WHERE outcome = 'gone';--> statement-breakpoint
CREATE INDEX "postings_by_employer" ON "postings" USING btree ("employer_no","title");--> statement-breakpoint
UPDATE "vacancies" SET "first_posting_no" = (
	SELECT f.no FROM postings f JOIN spells s ON s.posting_no = f.no JOIN boards h ON h.no = f.board_no WHERE f.vacancy_no = vacancies.no
	ORDER BY CASE WHEN h.token = '' AND h.every <> 'month' THEN 1 ELSE 0 END, s.first_seen, f.no LIMIT 1
);--> statement-breakpoint
UPDATE "vacancies" SET "first_text_no" = (
	SELECT w.text_no FROM wordings w WHERE w.posting_no = vacancies.first_posting_no ORDER BY w.from_day LIMIT 1
);--> statement-breakpoint
INSERT INTO "stale_postings" ("posting_no") SELECT p.no FROM postings p JOIN stale_employers s ON s.employer_no = p.employer_no;