import { evidence } from "@/messages/en/evidence";
import { addMessages } from "@/messages/messages";

addMessages(evidence);
