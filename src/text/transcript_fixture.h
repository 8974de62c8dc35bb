// The transcripts of tests/fixtures, the properties that hold for any bytes, and how a transcript is written down. For
// the tests of text/ and the fuzzer.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "text/transcript.h"

namespace hebb {

struct TranscriptFixture {
  std::string name;  // of the file
  std::string bytes;
};

// By name. `folder` is tests/fixtures/transcripts.
std::vector<TranscriptFixture> transcript_fixtures(const std::string& folder);

// What is wrong with a transcript read from `bytes`, or nothing. Holds for every input: turns are numbered from 0;
// text, names and title are UTF-8 without control characters but '\n' and '\t'; no more text than the input has, but
// for the heading of its section before each item of notes and that of its column before each cell, where a byte that
// is no UTF-8 may become three (Windows-1252's euro sign) and two of UTF-16 three, and a container counts unpacked; at
// most 20 warnings kept and no more kept than counted; lines within the input; no time before 0, no end before its
// start; at least one turn with text.
std::string broken_property(std::string_view bytes, const Transcript& transcript);

// JSON, for golden files.
std::string transcript_json(const Transcript& transcript);

}  // namespace hebb
