// Any bytes as a transcript: no crash, no hang, and what is read has the properties of broken_property(). The first
// byte may choose a format, as a caller's hint does.
#include <cstdio>
#include <cstdlib>

#include "text/transcript_fixture.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  std::string_view bytes(reinterpret_cast<const char*>(data), size);
  hebb::TranscriptHints hints;
  const auto& formats = hebb::transcript_formats();
  if (!bytes.empty() && static_cast<unsigned char>(bytes.front()) < formats.size()) {
    hints.format = std::string(formats[static_cast<unsigned char>(bytes.front())]);
    bytes.remove_prefix(1);
  }
  const auto transcript = hebb::read_transcript(bytes, hints);
  std::string broken;
  if (!transcript) {
    broken = transcript.error().message.empty() ? "an error says nothing" : "";
  } else {
    broken = hebb::broken_property(bytes, *transcript);
    const auto again = hebb::read_transcript(bytes, hints);
    if (!again || again->turns != transcript->turns) broken = "a second reading differs";
  }
  if (!broken.empty()) {
    std::fprintf(stderr, "%s\n", broken.c_str());
    std::abort();
  }
  return 0;
}
