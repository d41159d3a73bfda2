import "@/parts/evidence/messages";
import { qualification } from "@/messages/en/qualification";
import { addMessages } from "@/messages/messages";

addMessages(qualification);
