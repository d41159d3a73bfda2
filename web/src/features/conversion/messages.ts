import "@/parts/evidence/messages";
import { conversion } from "@/messages/en/conversion";
import { addMessages } from "@/messages/messages";

addMessages(conversion);
