// From a turn's verbatim text to clean sentences and to index terms.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hebb {

// Removes transcription marks ("{disfmarker}", "[laughter]", "<v Anna>": marks.h), joins what annotation split ("it
// 's", "do n't", "A_ B_"), closes spaces before punctuation, collapses white space. Never longer than the input.
std::string clean_text(std::string_view text);

// Splits clean text at sentence ends (. ? !, not after initials, titles and common abbreviations, not inside numbers).
// Views into `text`, in order, trimmed, none empty.
std::vector<std::string_view> split_sentences(std::string_view text);

// Words in lower case: runs of letters and digits with inner apostrophes or hyphens ("don't", "e-mail"), by Unicode
// category, NFKC folded. What is counted as a word everywhere.
std::vector<std::string> words_of(std::string_view text);
std::size_t count_words(std::string_view text);

bool is_stop_word(std::string_view lower_case_word);

// Index terms: words without stop words, stemmed (Snowball English, libstemmer). Thread-safe.
std::vector<std::string> index_terms(std::string_view text);

}  // namespace hebb
