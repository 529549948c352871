#!/usr/bin/env node
import { launch } from "../kernel/launch.js";

await launch(new URL("steward.ts", import.meta.url));
