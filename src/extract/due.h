// By when: the day that a sentence states. Private to extract/.
#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>

namespace hebb {

// The last day that is in time, of the first such words: "by Friday", "tomorrow", "in two weeks", "before the end of
// March". A working week ends on Friday; a day without a month or year is the next one. Nothing where the words leave
// more than one day open: "by next week", "soon", "next Friday" on a Tuesday.
// `words`: lower case. `said`: the day on which it was said.
std::optional<std::chrono::sys_days> due_day(std::span<const std::string> words, std::chrono::sys_days said);
// Whether there is such a day at all, past or not, or one that only the matter has ("book the hall for the 15th").
bool names_due_day(std::span<const std::string> words);

}  // namespace hebb
