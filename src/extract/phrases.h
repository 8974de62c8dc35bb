// Finds many fixed phrases in a run of words at once (Aho & Corasick 1975, over words instead of letters).
// Private to extract/. It does not know what a phrase means.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace hebb {

struct PhrasePattern {
  std::uint16_t label = 0;
  // Slots parted by spaces; in a slot alternatives parted by '|'; '_' is a space inside an alternative; a slot that
  // ends in '?' may be missing. "we|we_have just? decided" is four phrases.
  std::string_view pattern;
};

struct PhraseHit {
  std::uint16_t label = 0;
  std::uint32_t begin = 0;  // index of the first word
  std::uint32_t end = 0;    // past the last

  friend bool operator==(const PhraseHit&, const PhraseHit&) = default;
};

// Thread safety: thread-safe after construction.
class PhraseAutomaton {
 public:
  explicit PhraseAutomaton(std::span<const PhrasePattern> patterns);

  // All occurrences, also overlapping ones, by their end, longer ones first. Linear in words and hits.
  std::vector<PhraseHit> find(std::span<const std::string> words) const;
  std::size_t phrases() const { return phrases_; }

 private:
  struct State {
    std::uint32_t fail = 0;
    std::uint32_t output = 0;  // nearest state on the fail path, itself included, at which a phrase ends; 0: none
    std::uint32_t length = 0;  // words
    std::vector<std::uint16_t> labels;
  };
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };

  std::uint32_t word_id(std::string_view word);
  void add(std::uint16_t label, const std::vector<std::string_view>& words);
  void link();
  std::uint32_t next(std::uint32_t state, std::uint32_t word) const;

  std::unordered_map<std::string, std::uint32_t, TextHash, std::equal_to<>> words_;
  std::unordered_map<std::uint64_t, std::uint32_t> edges_;  // state << 32 | word -> state
  std::vector<State> states_;                               // 0 is the root; parents before children
  std::size_t phrases_ = 0;
};

}  // namespace hebb
