import type { Tool } from "../../kernel/tool.ts";
import type { Catalogue } from "./catalogue.ts";
import type { Discovery } from "./discovery.ts";
import { serviceDiscover } from "./discovery.ts";
import { serviceEdit } from "./edit.ts";
import { serviceFind } from "./find.ts";
import { serviceRemove } from "./remove.ts";
import { serviceRestore } from "./restore.ts";
import { serviceSet } from "./set.ts";
import { serviceExport, serviceImport } from "./transfer.ts";

/** Every tool of the catalogue. */
export const catalogTools = (catalogue: Catalogue, discovery?: Discovery): Tool[] =>
  [
    serviceFind,
    serviceSet,
    serviceRemove,
    serviceEdit,
    serviceImport,
    serviceExport,
    serviceRestore,
    serviceDiscover(discovery),
  ].map((make) => make(catalogue));
