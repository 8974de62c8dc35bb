// Reads an archive (archive_writer.h) line by line. What it gives is whole and right: ids follow their content, vectors
// are finite and of length 1, numbers are in their ranges; what is not is named with its line. Private to api/; knows
// no reflect-cpp, so that it can be fuzzed.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "api/problem.h"
#include "store/memory_store.h"

namespace hebb::api {

struct ArchiveHead {
  std::string project;
  EncoderProbe probe;
};

struct ArchiveVisitor {
  // An error ends the reading.
  std::function<Result<void>(const ArchiveHead&)> head;
  std::function<Result<void>(StoredRecord&&)> meeting;     // whole and right
  std::function<Result<void>(Declaration&&)> declaration;  // after the meetings; once at most
};

// Reads to the end, or until a visitor fails or kFieldErrorLimit fields are bad. Bad fields are in `errors`, as "line
// 7: vector[3]"; of a meeting with one, the visitor is not told.
Result<void> read_archive(std::string_view bytes, const ArchiveVisitor& visitor, std::vector<FieldError>& errors);

}  // namespace hebb::api
