// The words and short phrases that tell one stretch of a meeting from the rest. Private to extract/.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace hebb {

// Candidates are words and runs of two or three of them that are neither stop words nor mere talk ("say", "want"),
// within a clause; runs count when the meeting says them in two statements. Weight: the words' mean idf over the
// meeting's statements, half more for each further word, times the statements of the stretch that say it. Thread
// safety: thread-compatible. Ties go to what was said first.
class KeyPhrases {
 public:
  explicit KeyPhrases(const std::vector<std::string_view>& statements);

  // At most `most` of the statements [begin, end), best first, lower case, none within another.
  std::vector<std::string> of(std::size_t begin, std::size_t end, std::size_t most) const;

 private:
  struct Phrase {
    std::string text;
    std::vector<std::uint32_t> words;  // its words' own phrase numbers
    std::uint32_t statements = 0;      // that say it
    std::uint32_t last = 0;            // the last of them, while counting
  };

  std::uint32_t number_of(const std::string& text);
  void count(std::uint32_t phrase, std::uint32_t statement);
  void add_run(const std::vector<std::string>& run, std::uint32_t statement);
  float weight(const Phrase& phrase) const;

  std::unordered_map<std::string, std::uint32_t> numbers_;
  std::vector<Phrase> phrases_;
  std::vector<std::vector<std::uint32_t>> said_;  // per statement: its phrases, in order, without repeats
};

}  // namespace hebb
