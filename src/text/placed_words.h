// The words of a text and where they stand, for readers that must take words out of it again. Not index terms:
// normalise.h has those.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace hebb {

struct PlacedWord {
  std::string word;       // lower case, NFKC folded, without diacritics and without a possessive ending
  std::size_t begin = 0;  // bytes of the text, [begin, end), the possessive ending included
  std::size_t end = 0;
  bool capital = false;      // begins with an upper-case letter
  bool all_capital = false;  // at least two letters, and all upper case
  bool possessive = false;   // "Anna's", "Williams'"; also what looks alike: "what's"
  bool hyphened = false;     // joined to the word before by a hyphen
  bool parted = false;       // a mark other than a hyphen or an abbreviation's full stop stands before it
  bool opens = false;        // the first word of a sentence
};

// Runs of letters and digits with inner apostrophes, by Unicode category; hyphens part words. Bytes that are not UTF-8
// part words too. In order, none empty.
std::vector<PlacedWord> placed_words(std::string_view text);

// With U+FFFD for each byte that begins no valid sequence.
std::string valid_utf8(std::string_view text);
// Code points. Requires: valid UTF-8.
std::size_t count_characters(std::string_view text);

}  // namespace hebb
