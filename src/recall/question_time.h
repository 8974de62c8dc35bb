// When: the dates, days and months that a question names. Private to recall/.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

#include "text/placed_words.h"

namespace hebb {

// [from, to) of whole days; an end that is not set is open.
struct TimeMention {
  std::size_t first = 0;  // of the question's words, [first, last), the preposition included
  std::size_t last = 0;
  std::optional<std::chrono::sys_days> from;
  std::optional<std::chrono::sys_days> to;
  bool relative = false;  // "last week": the words say nothing without the day of asking
  bool vague = false;     // a month or year alone, "two years ago"; a day that may be what is spoken of
  bool may_come = false;  // "Friday", "3 March", "this week": as well a day to come
  bool yearless = false;  // "3 March", "in March": every year has one
  bool doubtful = false;  // "the Friday deadline": it may be no time at all, and is a part of the topic
  // At an edge of a question about what was said, or said of a meeting; a month or year alone right behind a list: it
  // may be a filter.
  bool plain = false;
};

// The first one outside quotation marks; none where that one may be to come and the question looks ahead. A date
// without a year is the last such one up to `today`; weeks begin on Monday. `words`: of `text`.
std::optional<TimeMention> find_time(std::string_view text, std::span<const PlacedWord> words,
                                     std::chrono::sys_days today);

// "Who will present?", "what is due?", and nothing that tells of the past.
bool looks_ahead(std::span<const PlacedWord> words);

// The same days, of which both ends are set, so many years before; nothing where that year has none (29 February).
std::optional<TimeMention> years_before(TimeMention mention, int years);

}  // namespace hebb
