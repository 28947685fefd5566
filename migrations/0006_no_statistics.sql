-- Statistics taken while a store fills up send each later question down the wrong index.
DROP TABLE IF EXISTS `sqlite_stat1`;
--> statement-breakpoint
DROP TABLE IF EXISTS `sqlite_stat4`;
