-- Numbers rows as SQLite does, one more than the largest there is: the same rows get the same numbers in both stores, and
-- none is lost to a transaction that was taken back. Who writes is alone in it.
CREATE FUNCTION next_no(wanted text) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
	found integer;
BEGIN
	EXECUTE format('select coalesce(max(no), 0) + 1 from %I', wanted) INTO found;
	RETURN found;
END
$$;
--> statement-breakpoint
CREATE TABLE "boards" (
	"no" integer PRIMARY KEY DEFAULT next_no('boards') NOT NULL,
	"id" text collate "C" NOT NULL,
	"source" text collate "C" NOT NULL,
	"token" text collate "C" NOT NULL,
	"employer" text collate "C",
	"settings" text collate "C",
	"coverage" text collate "C" DEFAULT 'complete' NOT NULL,
	"every" text collate "C" DEFAULT 'day' NOT NULL,
	"miss_tolerance" integer DEFAULT 1 NOT NULL,
	"state" text collate "C" DEFAULT 'active' NOT NULL,
	"state_since" integer,
	"added_on" integer NOT NULL,
	"next_due_at" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "boards_id_unique" UNIQUE("id")
);
--> statement-breakpoint
CREATE TABLE "counted_days" (
	"edition_no" integer NOT NULL,
	"day" integer NOT NULL,
	"boards_read" integer NOT NULL,
	"boards_active" integer NOT NULL,
	"coverage" double precision,
	"inputs" text collate "C" NOT NULL,
	CONSTRAINT "counted_days_edition_no_day_pk" PRIMARY KEY("edition_no","day")
);
--> statement-breakpoint
CREATE TABLE "daily_counts" (
	"edition_no" integer NOT NULL,
	"population" text collate "C" NOT NULL,
	"skill_no" integer NOT NULL,
	"day" integer NOT NULL,
	"open" integer NOT NULL,
	"open_postings" integer NOT NULL,
	"open_required" integer NOT NULL,
	"open_preferred" integer NOT NULL,
	"opened" integer NOT NULL,
	"employers" integer NOT NULL,
	CONSTRAINT "daily_counts_edition_no_population_skill_no_day_pk" PRIMARY KEY("edition_no","population","skill_no","day")
);
--> statement-breakpoint
CREATE TABLE "editions" (
	"no" integer PRIMARY KEY DEFAULT next_no('editions') NOT NULL,
	"name" text collate "C" NOT NULL,
	"adopted_at" bigint,
	"created_at" bigint NOT NULL,
	CONSTRAINT "editions_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "employers" (
	"no" integer PRIMARY KEY DEFAULT next_no('employers') NOT NULL,
	"key" text collate "C" NOT NULL,
	"name" text collate "C" NOT NULL,
	"kind" text collate "C" DEFAULT 'employer' NOT NULL,
	CONSTRAINT "employers_key_unique" UNIQUE("key")
);
--> statement-breakpoint
CREATE TABLE "events" (
	"no" integer PRIMARY KEY DEFAULT next_no('events') NOT NULL,
	"at" bigint NOT NULL,
	"run" text collate "C",
	"kind" text collate "C" NOT NULL,
	"subject" text collate "C",
	"outcome" text collate "C",
	"message" text collate "C" NOT NULL,
	"data" text collate "C"
);
--> statement-breakpoint
CREATE TABLE "facts" (
	"name" text collate "C" PRIMARY KEY NOT NULL,
	"value" text collate "C" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "figures" (
	"no" integer PRIMARY KEY DEFAULT next_no('figures') NOT NULL,
	"published_at" bigint NOT NULL,
	"measure" text collate "C" NOT NULL,
	"skill" text collate "C",
	"population" text collate "C" NOT NULL,
	"period" text collate "C" NOT NULL,
	"as_of" integer NOT NULL,
	"edition" text collate "C" NOT NULL,
	"method" text collate "C" NOT NULL,
	"panel" text collate "C" NOT NULL,
	"figure" text collate "C" NOT NULL,
	"inputs" text collate "C" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "former_postings" (
	"posting_no" integer NOT NULL,
	"until_day" integer NOT NULL,
	"url" text collate "C",
	"title" text collate "C" NOT NULL,
	"company" text collate "C" NOT NULL,
	"locations" text collate "C" NOT NULL,
	"countries" text collate "C" NOT NULL,
	"workplace" text collate "C" NOT NULL,
	"employment" text collate "C",
	"department" text collate "C",
	"pay_min" double precision,
	"pay_max" double precision,
	"pay_currency" text collate "C",
	"pay_period" text collate "C",
	"published_on" integer,
	"published_precision" text collate "C",
	CONSTRAINT "former_postings_posting_no_until_day_pk" PRIMARY KEY("posting_no","until_day")
);
--> statement-breakpoint
CREATE TABLE "hosts" (
	"host" text collate "C" PRIMARY KEY NOT NULL,
	"next_at" bigint NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "labels" (
	"skill" text collate "C" NOT NULL,
	"population" text collate "C" NOT NULL,
	"week" text collate "C" NOT NULL,
	"edition" text collate "C" NOT NULL,
	"method" text collate "C" NOT NULL,
	"raw" text collate "C" NOT NULL,
	"label" text collate "C" NOT NULL,
	"state" text collate "C" NOT NULL,
	"recorded_at" bigint NOT NULL,
	CONSTRAINT "labels_skill_population_edition_method_week_pk" PRIMARY KEY("skill","population","edition","method","week")
);
--> statement-breakpoint
CREATE TABLE "mentions" (
	"edition_no" integer NOT NULL,
	"skill_no" integer NOT NULL,
	"text_no" integer NOT NULL,
	"level" integer NOT NULL,
	"field" text collate "C" NOT NULL,
	"offset" integer NOT NULL,
	"length" integer NOT NULL,
	"cue" text collate "C",
	CONSTRAINT "mentions_edition_no_skill_no_text_no_pk" PRIMARY KEY("edition_no","skill_no","text_no")
);
--> statement-breakpoint
CREATE TABLE "opened_pages" (
	"posting_no" integer PRIMARY KEY NOT NULL,
	"url" text collate "C" NOT NULL,
	"listed" text collate "C" NOT NULL,
	"asked_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "postings" (
	"no" integer PRIMARY KEY DEFAULT next_no('postings') NOT NULL,
	"board_no" integer NOT NULL,
	"external_id" text collate "C" NOT NULL,
	"employer_no" integer NOT NULL,
	"text_no" integer,
	"url" text collate "C",
	"title" text collate "C" NOT NULL,
	"company" text collate "C" NOT NULL,
	"locations" text collate "C" NOT NULL,
	"countries" text collate "C" NOT NULL,
	"workplace" text collate "C" NOT NULL,
	"employment" text collate "C",
	"department" text collate "C",
	"pay_min" double precision,
	"pay_max" double precision,
	"pay_currency" text collate "C",
	"pay_period" text collate "C",
	"published_on" integer,
	"published_precision" text collate "C",
	"content_hash" text collate "C" NOT NULL,
	"vacancy_no" integer,
	"merged_because" text collate "C"
);
--> statement-breakpoint
CREATE TABLE "revisions" (
	"no" integer PRIMARY KEY DEFAULT next_no('revisions') NOT NULL,
	"recorded_at" bigint NOT NULL,
	"measure" text collate "C" NOT NULL,
	"skill" text collate "C",
	"population" text collate "C" NOT NULL,
	"period" text collate "C" NOT NULL,
	"before" text collate "C" NOT NULL,
	"after" text collate "C" NOT NULL,
	"cause" text collate "C" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "robots" (
	"origin" text collate "C" PRIMARY KEY NOT NULL,
	"fetched_at" bigint NOT NULL,
	"status" integer NOT NULL,
	"body" text collate "C" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "skills" (
	"no" integer PRIMARY KEY DEFAULT next_no('skills') NOT NULL,
	"id" text collate "C" NOT NULL,
	CONSTRAINT "skills_id_unique" UNIQUE("id")
);
--> statement-breakpoint
CREATE TABLE "snapshots" (
	"no" integer PRIMARY KEY DEFAULT next_no('snapshots') NOT NULL,
	"board_no" integer NOT NULL,
	"started_at" bigint NOT NULL,
	"day" integer NOT NULL,
	"outcome" text collate "C" NOT NULL,
	"reason" text collate "C",
	"listed" integer NOT NULL,
	"total" integer,
	"with_text" integer DEFAULT 0 NOT NULL,
	"rejects" integer DEFAULT 0 NOT NULL,
	"reject_reasons" text collate "C",
	"fills" text collate "C",
	"digest" text collate "C" NOT NULL,
	"run" text collate "C",
	"origin" text collate "C" NOT NULL,
	"recorded_at" bigint NOT NULL,
	"cleared_at" bigint
);
--> statement-breakpoint
CREATE TABLE "spells" (
	"no" integer PRIMARY KEY DEFAULT next_no('spells') NOT NULL,
	"posting_no" integer NOT NULL,
	"not_before" integer NOT NULL,
	"first_seen" integer NOT NULL,
	"last_seen" integer NOT NULL,
	"ended_on" integer,
	"stock" integer NOT NULL,
	"misses" integer DEFAULT 0 NOT NULL,
	"listed_by" integer
);
--> statement-breakpoint
CREATE TABLE "stale_employers" (
	"employer_no" integer PRIMARY KEY NOT NULL
);
--> statement-breakpoint
CREATE TABLE "texts" (
	"no" integer PRIMARY KEY DEFAULT next_no('texts') NOT NULL,
	"hash" text collate "C" NOT NULL,
	"title" text collate "C" NOT NULL,
	"body" "bytea" NOT NULL,
	"packed" integer DEFAULT 0 NOT NULL,
	"era" text collate "C",
	"wordless" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "texts_hash_unique" UNIQUE("hash")
);
--> statement-breakpoint
CREATE TABLE "traits" (
	"edition_no" integer NOT NULL,
	"text_no" integer NOT NULL,
	"years_min" double precision,
	"years_max" double precision,
	"seniority" text collate "C",
	"pay_min" double precision,
	"pay_max" double precision,
	"pay_currency" text collate "C",
	"pay_period" text collate "C",
	"remote" text collate "C",
	"role" text collate "C",
	"multi" integer NOT NULL,
	"ai" integer NOT NULL,
	"patterns" text collate "C" NOT NULL,
	CONSTRAINT "traits_text_no_edition_no_pk" PRIMARY KEY("text_no","edition_no")
);
--> statement-breakpoint
CREATE TABLE "vacancies" (
	"no" integer PRIMARY KEY DEFAULT next_no('vacancies') NOT NULL,
	"employer_no" integer NOT NULL,
	"posting_no" integer NOT NULL,
	"board_no" integer NOT NULL,
	"text_no" integer,
	"postings" integer NOT NULL,
	"not_before" integer NOT NULL,
	"first_seen" integer NOT NULL,
	"ended_on" integer,
	"stock" integer NOT NULL,
	"opened_on" integer
);
--> statement-breakpoint
CREATE TABLE "validators" (
	"url" text collate "C" PRIMARY KEY NOT NULL,
	"board_no" integer NOT NULL,
	"etag" text collate "C",
	"last_modified" text collate "C",
	"checked_whole_at" bigint NOT NULL,
	"body_digest" text collate "C",
	"trust" integer DEFAULT 0 NOT NULL,
	"snapshot_no" integer
);
--> statement-breakpoint
CREATE TABLE "wordings" (
	"posting_no" integer NOT NULL,
	"from_day" integer NOT NULL,
	"text_no" integer NOT NULL,
	CONSTRAINT "wordings_posting_no_from_day_pk" PRIMARY KEY("posting_no","from_day")
);
--> statement-breakpoint
ALTER TABLE "former_postings" ADD CONSTRAINT "former_postings_posting_no_postings_no_fk" FOREIGN KEY ("posting_no") REFERENCES "postings"("no") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mentions" ADD CONSTRAINT "mentions_text_no_texts_no_fk" FOREIGN KEY ("text_no") REFERENCES "texts"("no") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "opened_pages" ADD CONSTRAINT "opened_pages_posting_no_postings_no_fk" FOREIGN KEY ("posting_no") REFERENCES "postings"("no") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "postings" ADD CONSTRAINT "postings_board_no_boards_no_fk" FOREIGN KEY ("board_no") REFERENCES "boards"("no") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "postings" ADD CONSTRAINT "postings_employer_no_employers_no_fk" FOREIGN KEY ("employer_no") REFERENCES "employers"("no") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "postings" ADD CONSTRAINT "postings_text_no_texts_no_fk" FOREIGN KEY ("text_no") REFERENCES "texts"("no") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "snapshots" ADD CONSTRAINT "snapshots_board_no_boards_no_fk" FOREIGN KEY ("board_no") REFERENCES "boards"("no") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "spells" ADD CONSTRAINT "spells_posting_no_postings_no_fk" FOREIGN KEY ("posting_no") REFERENCES "postings"("no") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stale_employers" ADD CONSTRAINT "stale_employers_employer_no_employers_no_fk" FOREIGN KEY ("employer_no") REFERENCES "employers"("no") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "traits" ADD CONSTRAINT "traits_text_no_texts_no_fk" FOREIGN KEY ("text_no") REFERENCES "texts"("no") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "vacancies" ADD CONSTRAINT "vacancies_employer_no_employers_no_fk" FOREIGN KEY ("employer_no") REFERENCES "employers"("no") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "vacancies" ADD CONSTRAINT "vacancies_posting_no_postings_no_fk" FOREIGN KEY ("posting_no") REFERENCES "postings"("no") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "vacancies" ADD CONSTRAINT "vacancies_board_no_boards_no_fk" FOREIGN KEY ("board_no") REFERENCES "boards"("no") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "vacancies" ADD CONSTRAINT "vacancies_text_no_texts_no_fk" FOREIGN KEY ("text_no") REFERENCES "texts"("no") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "validators" ADD CONSTRAINT "validators_board_no_boards_no_fk" FOREIGN KEY ("board_no") REFERENCES "boards"("no") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "wordings" ADD CONSTRAINT "wordings_posting_no_postings_no_fk" FOREIGN KEY ("posting_no") REFERENCES "postings"("no") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "wordings" ADD CONSTRAINT "wordings_text_no_texts_no_fk" FOREIGN KEY ("text_no") REFERENCES "texts"("no") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "events_by_kind" ON "events" USING btree ("kind","at");--> statement-breakpoint
CREATE INDEX "figures_key" ON "figures" USING btree ("skill","measure","population","period");--> statement-breakpoint
CREATE INDEX "mentions_by_text" ON "mentions" USING btree ("text_no","edition_no","level");--> statement-breakpoint
CREATE UNIQUE INDEX "postings_key" ON "postings" USING btree ("board_no","external_id");--> statement-breakpoint
CREATE INDEX "postings_by_text" ON "postings" USING btree ("text_no");--> statement-breakpoint
CREATE INDEX "postings_by_vacancy" ON "postings" USING btree ("vacancy_no");--> statement-breakpoint
CREATE INDEX "postings_by_employer" ON "postings" USING btree ("employer_no");--> statement-breakpoint
CREATE UNIQUE INDEX "snapshots_key" ON "snapshots" USING btree ("board_no","started_at");--> statement-breakpoint
CREATE INDEX "snapshots_by_day" ON "snapshots" USING btree ("board_no","day");--> statement-breakpoint
CREATE INDEX "snapshots_on_day" ON "snapshots" USING btree ("day","board_no","outcome");--> statement-breakpoint
CREATE UNIQUE INDEX "spells_key" ON "spells" USING btree ("posting_no","first_seen");--> statement-breakpoint
CREATE INDEX "spells_by_day" ON "spells" USING btree ("first_seen","ended_on");--> statement-breakpoint
CREATE INDEX "spells_open" ON "spells" USING btree ("ended_on","first_seen");--> statement-breakpoint
CREATE INDEX "vacancies_by_first_seen" ON "vacancies" USING btree ("first_seen");--> statement-breakpoint
CREATE INDEX "vacancies_by_text" ON "vacancies" USING btree ("text_no");--> statement-breakpoint
CREATE INDEX "vacancies_by_end" ON "vacancies" USING btree ("ended_on");--> statement-breakpoint
CREATE INDEX "validators_by_board" ON "validators" USING btree ("board_no");