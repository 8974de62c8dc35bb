// BERT's uncased WordPiece (Devlin et al. 2019), with ids exactly those of HuggingFace `tokenizers`.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace hebb {

// Thread safety: thread-safe after construction.
class WordPiece {
 public:
  // Errors: not_found, corruption (no [CLS], [SEP], [UNK] or [PAD] in the vocabulary).
  static Result<WordPiece> load(const std::filesystem::path& vocabulary);
  ~WordPiece();
  WordPiece(WordPiece&&) noexcept;
  WordPiece& operator=(WordPiece&&) noexcept;

  // [CLS] … [SEP], truncated to `max_tokens` (>= 2) in all. Invalid UTF-8 is read as U+FFFD, and names
  // of special tokens ("[SEP]") as text. Linear in the input up to what max_tokens needs.
  std::vector<std::int32_t> encode(std::string_view text, std::size_t max_tokens) const;
  std::size_t vocabulary_size() const;

 private:
  struct State;
  explicit WordPiece(std::unique_ptr<State> state);
  std::unique_ptr<const State> state_;
};

}  // namespace hebb
