import type { Tool } from "../../kernel/tool.ts";
import type { TaskParts } from "./add.ts";
import { taskAdd } from "./add.ts";
import { taskCancel } from "./cancel.ts";
import { taskChange } from "./change.ts";
import { taskList, taskRuns } from "./list.ts";
import { taskImport, taskRestore } from "./transfer.ts";

/** Every tool of the tasks. */
export const taskTools = (parts: TaskParts): Tool[] => [
  taskAdd(parts),
  taskList(parts),
  taskCancel(parts),
  taskChange(parts),
  taskRuns(parts),
  taskImport(parts),
  taskRestore(parts),
];
