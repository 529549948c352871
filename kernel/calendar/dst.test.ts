import { expect, test } from "vitest";
import cron from "node-cron";
