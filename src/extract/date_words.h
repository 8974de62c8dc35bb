// Dates of the calendar in a sentence's words: "the 15th", "3 March", "24.12.", "the end of June". Private to extract/.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace hebb {

unsigned weekday_of(std::chrono::sys_days day);  // ISO: Monday is 1

// Does not own its words, which are lower case. A date without a year, or the end of a month, that passed in the last
// 31 days is past; else it is the next one, as is a day without a month.
class DateWords {
 public:
  DateWords(std::span<const std::string> words, std::chrono::sys_days said) : words_(words), said_(said) {}

  std::string_view word(std::size_t i) const { return i < words_.size() ? std::string_view(words_[i]) : ""; }
  std::string_view before(std::size_t i, std::size_t back = 1) const { return i >= back ? word(i - back) : ""; }
  bool ends(std::size_t i) const { return i >= words_.size(); }
  std::size_t size() const { return words_.size(); }
  std::chrono::sys_days said() const { return said_; }
  // How far before word `i` stands what leads to it: "by" of "by the next Friday".
  std::size_t lead(std::size_t i) const;
  std::string_view leading(std::size_t i) const { return before(i, lead(i)); }

  std::optional<unsigned> weekday_at(std::size_t i) const;  // also "by Fri", "on Thurs"
  std::optional<std::chrono::sys_days> date_at(std::size_t i) const;
  std::optional<std::chrono::sys_days> ordinal(std::size_t i) const;  // "the 15th", "the twelfth"
  // "Friday, the 27th", "Friday 4 December": the day of the month, whatever weekday it is.
  std::optional<std::chrono::sys_days> dated_weekday(std::size_t i) const;
  // "the first Monday in December", "the last Friday of March"
  std::optional<std::chrono::sys_days> weekday_of_month(std::size_t i) const;
  // The last day of this or the next week, month, quarter or year.
  std::optional<std::chrono::sys_days> last_of(std::string_view unit, bool next) const;
  // Of a month, and of the year where words from `at` on name one: "June 2028", "December next year".
  std::optional<std::chrono::sys_days> last_of(unsigned month, std::size_t at) const;

 private:
  struct SpelledDay {
    unsigned day = 0;
    std::size_t words = 0;
  };
  std::optional<SpelledDay> spelled_day(std::size_t i) const;  // "third", "twenty third"
  std::optional<std::chrono::sys_days> written_in_numbers(std::size_t i) const;
  std::optional<std::chrono::sys_days> dated(unsigned month, unsigned day, std::string_view year) const;
  std::optional<std::chrono::sys_days> next_such(unsigned day) const;

  std::span<const std::string> words_;
  std::chrono::sys_days said_;
};

std::optional<unsigned> spelled_ordinal(std::string_view word);  // "first" to "thirty-first"
bool is_part_of_date(std::string_view word);                     // "Friday", "March", "15th", "first"

}  // namespace hebb
