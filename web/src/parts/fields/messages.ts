import { values } from "@/messages/en/values";
import { addMessages } from "@/messages/messages";

addMessages(values);
