#include <zip.h>
#include <catch2/catch_test_macros.hpp>

#include <cstring>

#include "text/format_readers.h"
#include "text/transcript_fixture.h"

namespace hebb {
namespace {

// An archive with one member.
std::string archive_of(const std::string& name, const std::string& content) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* out = zip_source_buffer_create(nullptr, 0, 0, &error);
  zip_source_keep(out);
  zip_t* archive = zip_open_from_source(out, ZIP_TRUNCATE, &error);
  REQUIRE(archive != nullptr);
  zip_source_t* member = zip_source_buffer(archive, content.data(), content.size(), 0);
  REQUIRE(zip_file_add(archive, name.c_str(), member, 0) == 0);
  REQUIRE(zip_close(archive) == 0);
  zip_stat_t status;
  zip_source_stat(out, &status);
  std::string bytes(status.size, '\0');
  zip_source_open(out);
  zip_source_read(out, bytes.data(), bytes.size());
  zip_source_close(out);
  zip_source_free(out);
  zip_error_fini(&error);
  return bytes;
}

std::string document_of(const std::string& body) {
  return archive_of("word/document.xml",
                    "<?xml version=\"1.0\"?><w:document xmlns:w=\"x\"><w:body>" + body + "</w:body></w:document>");
}

Error error_of(std::string_view bytes) {
  const auto transcript = read_transcript(bytes);
  REQUIRE_FALSE(transcript.has_value());
  return transcript.error();
}

TEST_CASE("runs, breaks, tabs and entities of a Word document") {
  const auto t =
      read_transcript(document_of("<w:p><w:r><w:t>Ma</w:t></w:r><w:r><w:t>ya Okafor: Hello &amp; "
                                  "&#8364;</w:t><w:tab/><w:t>5</w:t><w:br/><w:t>more</w:t></w:r></w:p>"
                                  "<w:p><w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:r><w:t>Jonas: "
                                  "x</w:t><w:noBreakHyphen/><w:t>y</w:t></w:r></w:p>"));
  REQUIRE(t.has_value());
  CHECK(t->format == "docx");
  REQUIRE(t->turns.size() == 2);
  CHECK(t->turns[0].speaker == "Maya Okafor");
  CHECK(t->turns[0].text == "Hello & €\t5 more");
  CHECK(t->turns[1].text == "x-y");
}

TEST_CASE("archives that are no Word documents are refused") {
  CHECK(error_of(archive_of("xl/workbook.xml", "<a/>")).message.contains("no Word document"));
  CHECK(error_of(archive_of("word/document.xml", "<a><b></a>")).message.contains("malformed"));
  CHECK(error_of(archive_of("word/document.xml", "")).code == ErrorCode::invalid_argument);
  CHECK(error_of("PK\x03\x04").code == ErrorCode::invalid_argument);
  CHECK(error_of(document_of("<w:p/>")).message.contains("empty"));
}

TEST_CASE("a document that unpacks too large is refused, even where it lies about its size") {
  std::string bomb = document_of("<w:p><w:r><w:t>" + std::string(kMostUnpacked + 1, 'a') + "</w:t></w:r></w:p>");
  CHECK(bomb.size() < kMostUnpacked / 100);
  CHECK(error_of(bomb).code == ErrorCode::invalid_argument);
  CHECK(error_of(bomb).message.contains("unpacks to more than"));
  // The central directory's entry: its uncompressed size stands 24 bytes in.
  const std::size_t entry = bomb.rfind(std::string("PK\x01\x02", 4));
  REQUIRE(entry != std::string::npos);
  std::memset(bomb.data() + entry + 24, 0, 4);
  bomb[entry + 24] = 100;
  std::memcpy(bomb.data() + 22, bomb.data() + entry + 24, 4);
  CHECK_FALSE(read_transcript(bomb).has_value());
}

TEST_CASE("a document of any depth is read without recursion") {
  std::string deep;
  constexpr int kDepth = 200'000;
  for (int i = 0; i < kDepth; ++i) deep += "<w:p>";
  deep += "<w:r><w:t>Maya: Hi.</w:t></w:r>";
  for (int i = 0; i < kDepth; ++i) deep += "</w:p>";
  const auto t = read_transcript(document_of(deep));
  REQUIRE(t.has_value());
  CHECK(t->turns.size() == 1);
}

TEST_CASE("a document with a byte changed anywhere never breaks a property") {
  for (const auto& fixture : transcript_fixtures(HEBB_SOURCE_DIR "/tests/fixtures/transcripts")) {
    if (!fixture.name.ends_with(".docx")) continue;
    for (std::size_t i = 0; i < fixture.bytes.size(); ++i) {
      std::string bytes = fixture.bytes;
      bytes[i] = static_cast<char>(~bytes[i]);
      if (const auto t = read_transcript(bytes)) CHECK(broken_property(bytes, *t) == "");
    }
  }
}

}  // namespace
}  // namespace hebb
