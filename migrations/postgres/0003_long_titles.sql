DROP INDEX "postings_by_employer";--> statement-breakpoint
CREATE INDEX "postings_by_employer" ON "postings" USING btree ("employer_no",substr("title", 1, 200));