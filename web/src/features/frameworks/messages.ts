import "@/features/vocabularies/messages";
import { frameworks } from "@/messages/en/frameworks";
import { addMessages } from "@/messages/messages";

addMessages(frameworks);
