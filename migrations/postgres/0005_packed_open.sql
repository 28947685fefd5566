CREATE TABLE "packed_open" (
	"edition_no" integer NOT NULL,
	"day" integer NOT NULL,
	"body" "bytea" NOT NULL,
	CONSTRAINT "packed_open_edition_no_day_pk" PRIMARY KEY("edition_no","day")
);
