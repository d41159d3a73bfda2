import { file } from "@/messages/en/file";
import { addMessages } from "@/messages/messages";

addMessages(file);
