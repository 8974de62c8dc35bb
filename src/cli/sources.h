// The files of `hebb import`: what the command line names, and their bytes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace hebb::cli {

inline constexpr std::size_t kLargestSource = 32u << 20;  // bytes; as a server takes, so that both answer alike
inline constexpr std::size_t kLargestArchive = std::size_t{4} << 30;  // of one project; it is held in memory

// Expands the patterns that name no file as they stand ("*.vtt" from a shell that left them alone), each in order of
// name. Errors: not_found (nothing matches).
Result<std::vector<std::string>> expand_pattern(const std::string& word);

// Errors: one sentence that begins with the name: not_found, invalid_argument (a folder, empty, larger than
// kLargestSource), cancelled (a signal came, see interrupts.h), internal (cannot be read).
Result<std::string> read_source(const std::string& name);  // "-" is standard input

}  // namespace hebb::cli
