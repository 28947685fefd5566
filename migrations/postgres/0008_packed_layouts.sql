CREATE TABLE "packed_runs" (
	"edition_no" integer NOT NULL,
	"population" text collate "C" NOT NULL,
	"monday" integer NOT NULL,
	"method" text collate "C" NOT NULL,
	"body" "bytea" NOT NULL,
	CONSTRAINT "packed_runs_edition_no_population_monday_pk" PRIMARY KEY("edition_no","population","monday")
);
--> statement-breakpoint
ALTER TABLE "packed_endings" ADD COLUMN "layout" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "packed_open" ADD COLUMN "layout" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "packed_weeks" ADD COLUMN "layout" integer DEFAULT 0 NOT NULL;