import { quotes } from "@/messages/en/quotes";
import { addMessages } from "@/messages/messages";

addMessages(quotes);
