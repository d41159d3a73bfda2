import "@/parts/file/messages";
import { imports } from "@/messages/en/imports";
import { mapping } from "@/messages/en/mapping";
import { addMessages } from "@/messages/messages";

addMessages(imports);
addMessages(mapping);
