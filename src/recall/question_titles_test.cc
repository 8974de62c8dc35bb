// Meetings that a question names by what stands in their titles alone.
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include "recall/question_fixture.h"

namespace hebb {
namespace {

struct TitledTalk {
  std::string title;
  std::vector<std::string> said;
};

// Meetings of one project, with an index of what they say; who speaks is Ben Okafor.
class TitlesFixture {
 public:
  explicit TitlesFixture(const std::vector<TitledTalk>& talks) {
    for (const auto& talk : talks) {
      const Meeting meeting{
          .id = meeting_id_of({.project = "p", .title = talk.title}, {}), .project = "p", .title = talk.title};
      std::vector<Memory> memories;
      std::vector<LexicalDocument> documents;
      for (const auto& text : talk.said) {
        Memory memory{.meeting = meeting.id, .text = text};
        memory.position = static_cast<std::uint32_t>(memories.size());
        memory.id = memory_id_of(meeting.id, Level::episode, text, memory.position, 0);
        memory.speaker = "Ben Okafor";
        memories.push_back(memory);
        documents.push_back({.ordinal = catalog_.end() + memory.position, .text = text});
      }
      lexical_.add("p", documents);
      catalog_ = catalog_.with(catalog_meeting(meeting, memories, catalog_.end()));
    }
  }

  QuestionReading read(std::string_view text) const {
    const auto said = lexical_.view();
    return read_question(text, Roster(catalog_), {}, Instant{}, said.get());
  }

  std::string meetings(std::string_view text) const {
    std::string out;
    for (const auto& named : read(text).meetings) {
      const auto& meeting = *std::ranges::find(catalog_.meetings(), named.id, [](const auto& one) { return one->id; });
      out += (out.empty() ? "" : ", ") + meeting->title + (named.standing == Standing::filter ? "!" : "");
    }
    return out;
  }

 private:
  Catalog catalog_;
  LexicalIndex lexical_;
};

const TitlesFixture& talks() {
  static const TitlesFixture fixture({{"Meridian kick-off", {"We deliver by 11 December.", "Meridian's board agrees."}},
                                      {"Call with Meridian", {"The report comes every Friday."}},
                                      {"Pricing for Halcyon", {"The pricing is too high."}},
                                      {"May Ltd review", {"We may review the logs."}},
                                      {"Weekly sync", {"We promised sales a demo.", "The pricing page is live."}}});
  return fixture;
}

TEST_CASE("a name that titles have and no other meeting says names those meetings", "[question]") {
  const auto [question, read] = GENERATE(table<std::string_view, std::string_view>({
      {"What did we promise Meridian?", "Meridian kick-off, Call with Meridian"},
      {"what did we promise meridian?", "Meridian kick-off, Call with Meridian"},
      {"What is Meridian's biggest concern?", "Meridian kick-off, Call with Meridian"},
      {"What is Halcyon unhappy about?", "Pricing for Halcyon"},
      {"Why is the pricing too high?", ""},                               // said elsewhere
      {"What did Ben Okafor promise?", ""},                               // in no title
      {"What was said in the weekly sync on Meridian?", "Weekly sync!"},  // what is named as a meeting goes first
      {"What was decided in May?", ""},
  }));
  INFO(question);
  CHECK(talks().meetings(question) == read);
  CHECK(talks().read(question).by_title_alone == (!read.empty() && read != "Weekly sync!"));
}

TEST_CASE("a name that stands in titles alone is no word to search for", "[question]") {
  CHECK(talks().read("What did we promise Meridian?").fell_back);
  CHECK(talks().read("What does Halcyon say about the invoices?").focus == "invoices");
}

TEST_CASE("a name that all titles have, or that is asked without what is said, names no meeting", "[question]") {
  const TitlesFixture all({{"Meridian kick-off", {"Hello."}}, {"Meridian review", {"Goodbye."}}});
  CHECK(all.meetings("What did we promise Meridian?").empty());
  const QuestionFixture unheard({{"Meridian kick-off", {"A B"}}, {"Weekly sync", {"A B"}}});
  CHECK(unheard.meetings("What did we promise Meridian?").empty());
}

}  // namespace
}  // namespace hebb
