// Words that only say what is asked for, and are no topic alone. Private to recall/.
#pragma once

#include <optional>
#include <span>

#include "recall/question_focus.h"
#include "recall/question_time.h"
#include "text/placed_words.h"

namespace hebb {

// "open", "pending", "unfinished": what is not done yet.
bool is_undone(std::string_view word);

// Of `uses`, makes a topic's words into asking ones where they are nothing but what is listed ("quotes", "open items"),
// what says that something is told ("happened", "recently"), or the time `when`, which has been read: "in Q1". Into
// hints where people say them as well: "which issue", "in March". Not behind "about", "with" and the like.
void mark_asking(std::span<const PlacedWord> words, const std::optional<TimeMention>& when, std::span<WordUse> uses);

}  // namespace hebb
