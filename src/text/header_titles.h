// What of a header's line is the title: without its date, and without the marks and words around it. Private to text/.
#pragma once

#include <string>
#include <string_view>

namespace hebb {

// Without the marks that stand between a title and a date or the word "Transcript".
std::string_view without_ends(std::string_view text);

bool is_time_unit(std::string_view word);  // "mins", "hour"

// Nothing but days of the week and times: "Thu", "30m 12s", "1:02:03", "25 mins".
bool is_day_or_span(std::string_view text);

// "Kick-off (2026-03-05 14:00 GMT+1) - Transcript" -> "Kick-off"
std::string bare_title(std::string_view line);

}  // namespace hebb
