import { standing } from "@/messages/en/standing";
import { addMessages } from "@/messages/messages";

addMessages(standing);
