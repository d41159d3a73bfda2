import { records } from "@/messages/en/records";
import { addMessages } from "@/messages/messages";

addMessages(records);
