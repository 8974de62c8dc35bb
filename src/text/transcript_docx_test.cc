#include <zip.h>
#include <catch2/catch_test_macros.hpp>

#include <cstring>

#include "text/format_readers.h"
#include "text/transcript_fixture.h"

namespace hebb {
namespace {

using Members = std::vector<std::pair<std::string, std::string>>;  // names and contents

std::string archive_of(const Members& members) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* out = zip_source_buffer_create(nullptr, 0, 0, &error);
  zip_source_keep(out);
  zip_t* archive = zip_open_from_source(out, ZIP_TRUNCATE, &error);
  REQUIRE(archive != nullptr);
  for (const auto& [name, content] : members) {
    zip_source_t* member = zip_source_buffer(archive, content.data(), content.size(), 0);
    REQUIRE(zip_file_add(archive, name.c_str(), member, 0) >= 0);
  }
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

std::string xml_of(const std::string& body) {
  return "<?xml version=\"1.0\"?><w:document xmlns:w=\"x\"><w:body>" + body + "</w:body></w:document>";
}

std::string document_of(const std::string& body) {
  return archive_of({{"word/document.xml", xml_of(body)}});
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
  CHECK(error_of(archive_of({{"xl/workbook.xml", "<a/>"}})).message.contains("no Word document"));
  CHECK(error_of(archive_of({{"word/document.xml", "<a><b></a>"}})).message.contains("malformed"));
  CHECK(error_of(archive_of({{"word/document.xml", ""}})).code == ErrorCode::invalid_argument);
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

std::string paragraph(std::string_view text, std::string_view properties = "") {
  return "<w:p><w:pPr>" + std::string(properties) + "</w:pPr><w:r><w:t>" + std::string(text) + "</w:t></w:r></w:p>";
}

std::string row(std::initializer_list<std::string_view> cells) {
  std::string out = "<w:tr>";
  for (const auto cell : cells) out += "<w:tc>" + paragraph(cell) + "</w:tc>";
  return out + "</w:tr>";
}

constexpr std::string_view kHeading = "<w:pStyle w:val=\"Heading2\"/>";
constexpr std::string_view kItem = "<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr>";

std::vector<std::string> texts_of_document(const std::string& body) {
  const auto t = read_transcript(document_of(body));
  REQUIRE(t.has_value());
  std::vector<std::string> texts;
  for (const Turn& turn : t->turns) texts.push_back(turn.speaker.value_or("-") + ": " + turn.text);
  return texts;
}

using Said = std::vector<std::string>;

TEST_CASE("a line with a time in Word minutes speaks nothing below it") {
  const std::string body = paragraph("Board Room 14:00") + paragraph("The chair opened the meeting.") + "<w:p/>" +
                           paragraph("The budget was agreed.") + paragraph("Nobody objected.");
  for (const std::string& text : texts_of_document(body)) CHECK(text.starts_with("-: "));
}

TEST_CASE("the hint holds for what a document contains") {
  const std::string bytes = document_of(paragraph("Maya: Hi.") + paragraph("Jonas: Hi.") + paragraph("Maya: Bye."));
  CHECK(read_transcript(bytes)->turns[0].speaker == "Maya");
  const auto prose = read_transcript(bytes, {.format = "prose"});
  REQUIRE(prose.has_value());
  CHECK(prose->format == "docx");
  CHECK_FALSE(prose->turns[0].speaker);
}

TEST_CASE("cues of Teams' old Word files") {
  std::string body;
  int second = 0;
  for (const auto& [name, text] : {std::pair{"Maya Okafor", "Hello."},
                                   {"Jonas Weber", "Hi."},
                                   {"Maya Okafor", "Well."},
                                   {"Jonas Weber", "Bye."}}) {
    const std::string begin = std::to_string(second++);
    body += paragraph("0:0:" + begin + ".0 --&gt; 0:0:" + std::to_string(second) + ".720") + paragraph(name) +
            paragraph(text);
  }
  CHECK(texts_of_document(body) ==
        Said{"Maya Okafor: Hello.", "Jonas Weber: Hi.", "Maya Okafor: Well.", "Jonas Weber: Bye."});
}

TEST_CASE("headings and lists of Word minutes say what their items are") {
  CHECK(texts_of_document(paragraph("Board minutes", "<w:pStyle w:val=\"Title\"/>") + paragraph("All went *well*.") +
                          paragraph("Next steps", kHeading) + paragraph("Ben to send the draft", kItem) +
                          paragraph("Anna books the room", kItem) + paragraph("That was all.")) ==
        Said{"-: All went *well*.", "-: Next steps: Ben to send the draft", "-: Next steps: Anna books the room",
             "-: That was all."});
}

std::string bold(std::string_view text) {
  return "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>" + std::string(text) + "</w:t></w:r><w:r><w:t> </w:t></w:r></w:p>";
}

TEST_CASE("a bold section or title of Word minutes is a heading; a sentence and a name are none") {
  const std::string bytes = document_of(
      bold("Launch meeting") + paragraph("Date: 5 March 2026") + paragraph("Present: Maya Okafor, Jonas Weber") +
      bold("Discussion") + paragraph("The flyer costs 300 euros.") + bold("Elena Rossi") + paragraph("I like it.") +
      bold("We will ship it on the Friday") + bold("Decisions:") + paragraph("We move the launch to June.", kItem));
  const auto t = read_transcript(bytes);
  REQUIRE(t.has_value());
  CHECK(t->title == "Launch meeting");
  REQUIRE(t->started_at.has_value());
  CHECK(rfc3339(*t->started_at) == "2026-03-05T00:00:00Z");
  CHECK(t->participants == std::vector<std::string>{"Maya Okafor", "Jonas Weber"});
  std::vector<std::string> texts;
  for (const Turn& turn : t->turns) texts.push_back(turn.text);
  CHECK(texts == std::vector<std::string>{"The flyer costs 300 euros.", "Elena Rossi", "I like it.",
                                          "We will ship it on the Friday", "Decisions: We move the launch to June."});
}

TEST_CASE("short bold paragraphs of Word minutes that are no sections keep their words") {
  CHECK(texts_of_document(bold("Board meeting") + paragraph("Date: 5 March 2026") + paragraph("We talked of price.") +
                          bold("Motion carried") + bold("Not agreed") + paragraph("The meeting closed.")) ==
        Said{"-: We talked of price.", "-: Motion carried", "-: Not agreed", "-: The meeting closed."});
  CHECK(texts_of_document(bold("Interview with Elena Rossi") + bold("What do you do") +
                          paragraph("I plan the fair, and write.")) ==
        Said{"-: What do you do", "-: I plan the fair, and write."});
  CHECK(texts_of_document(bold("Launch meeting") + bold("Decisions") + paragraph("We move it.", kItem) +
                          bold("Price list") + paragraph("It is 89 euros.", kItem)) ==
        Said{"-: Decisions: We move it.", "-: Price list", "-: It is 89 euros."});
  const auto names =
      read_transcript(document_of(bold("Maya Okafor") + paragraph("We should move the launch, because of the groove.") +
                                  bold("Jonas") + paragraph("I do not like that at all.")));
  REQUIRE(names.has_value());
  CHECK_FALSE(names->title);
  CHECK(names->turns.size() == 4);
}

TEST_CASE("the styles of a Word of another language are known by what styles.xml says of them") {
  const auto style = [](std::string_view id, std::string_view rest) {
    return "<w:style w:type=\"paragraph\" w:styleId=\"" + std::string(id) + "\">" + std::string(rest) + "</w:style>";
  };
  const std::string styles = "<w:styles xmlns:w=\"x\">" + style("Titel", "<w:name w:val=\"Title\"/>") +
                             style("berschrift1", "<w:name w:val=\"heading 1\"/>") +
                             style("Thema", "<w:name w:val=\"Thema\"/><w:pPr><w:outlineLvl w:val=\"1\"/></w:pPr>") +
                             style("Punkt", "<w:name w:val=\"Punkt\"/><w:basedOn w:val=\"Aufzhlungszeichen\"/>") +
                             style("Aufzhlungszeichen", "<w:name w:val=\"List Bullet\"/>") +
                             style("Kreis", "<w:name w:val=\"Kreis\"/><w:basedOn w:val=\"Kreis\"/>") + "</w:styles>";
  const auto styled = [](std::string_view text, std::string_view id) {
    return paragraph(text, "<w:pStyle w:val=\"" + std::string(id) + "\"/>");
  };
  const std::string body = styled("Launch meeting", "Titel") + styled("Date: 5 March 2026", "Kreis") +
                           styled("Decisions", "berschrift1") + styled("We move the launch to June.", "Punkt") +
                           styled("Price", "Thema") + paragraph("It is 89 euros for now.");
  const auto t = read_transcript(archive_of({{"word/document.xml", xml_of(body)}, {"word/styles.xml", styles}}));
  REQUIRE(t.has_value());
  CHECK(t->title == "Launch meeting");
  CHECK(t->started_at.has_value());
  REQUIRE(t->turns.size() == 2);
  CHECK(t->turns[0].text == "Decisions: We move the launch to June.");
  CHECK(t->turns[1].text == "It is 89 euros for now.");
  const auto damaged =
      read_transcript(archive_of({{"word/document.xml", xml_of(body)}, {"word/styles.xml", "<a><b>"}}));
  REQUIRE(damaged.has_value());
  CHECK(damaged->turns.size() == 4);
}

TEST_CASE("check boxes of Word minutes say what is done") {
  const auto box = [](std::string_view sign, std::string_view words) {
    return "<w:p><w:sdt><w:sdtPr><w14:checkbox/></w:sdtPr><w:sdtContent><w:r><w:t>" + std::string(sign) +
           "</w:t></w:r></w:sdtContent></w:sdt><w:r><w:t xml:space=\"preserve\"> " + std::string(words) +
           "</w:t></w:r></w:p>";
  };
  CHECK(texts_of_document(paragraph("Next steps", kHeading) + box("☒", "Ben to send the draft") +
                          box("☐", "Anna books the room") + paragraph("☑ Ravi pays", kItem)) ==
        Said{"-: Next steps, done: Ben to send the draft", "-: Next steps: Anna books the room",
             "-: Next steps, done: Ravi pays"});
}

TEST_CASE("tables of Word minutes are read by row") {
  CHECK(texts_of_document("<w:tbl>" + row({"Action", "Owner", "Due"}) + row({"send the draft", "Ben", "Friday"}) +
                          "</w:tbl>" + paragraph("That was all.")) ==
        Said{"-: Action items: Ben: send the draft by Friday", "-: That was all."});
  CHECK(texts_of_document(paragraph("Board minutes of the spring.") + "<w:tbl>" + row({"Room", "A|3"}) +
                          row({"Floor", "2"}) + "</w:tbl>") ==
        Said{"-: Board minutes of the spring.", "-: Room: A|3", "-: Floor: 2"});
}

TEST_CASE("a tracked change of properties tells what they were, not what they are") {
  CHECK(texts_of_document(paragraph("The board met.",
                                    "<w:pPrChange><w:pPr><w:pStyle w:val=\"Heading2\"/></w:pPr>"
                                    "</w:pPrChange>") +
                          paragraph("Nobody objected.")) == Said{"-: The board met.", "-: Nobody objected."});
}

TEST_CASE("moved text and fallbacks are read once") {
  CHECK(texts_of_document("<w:p><w:moveFrom><w:r><w:t>We go.</w:t></w:r></w:moveFrom></w:p>"
                          "<w:p><w:moveTo><w:r><w:t>We go.</w:t></w:r></w:moveTo></w:p><w:p><w:r><mc:AlternateContent>"
                          "<mc:Choice><w:t>Then we stop.</w:t></mc:Choice><mc:Fallback><w:t>Then we stop.</w:t>"
                          "</mc:Fallback></mc:AlternateContent></w:r></w:p>") == Said{"-: We go.", "-: Then we stop."});
}

}  // namespace
}  // namespace hebb
