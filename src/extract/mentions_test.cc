#include "extract/mentions.h"

#include <catch2/catch_test_macros.hpp>

namespace hebb {
namespace {

using Found = std::vector<std::size_t>;

bool mentions(std::vector<std::string> names, std::string_view text, bool capitals = true) {
  const std::vector<std::vector<std::string>> things{std::move(names)};
  return MentionFinder(things).find(text, capitals) == Found{0};
}

}  // namespace

TEST_CASE("a declared name is found as whole words in any case", "[mentions]") {
  CHECK(mentions({"Anna Berg"}, "I asked Anna Berg about it."));
  CHECK(mentions({"Anna Berg"}, "anna berg sent the numbers"));
  CHECK(mentions({"Anna Berg"}, "ANNA BERG: yes."));
  CHECK(mentions({"pilot report"}, "The Pilot Report is late."));
  CHECK_FALSE(mentions({"Anna Berg"}, "Anna said that Berg would come."));
  CHECK_FALSE(mentions({"Anna"}, "Annabel sent it."));
  CHECK_FALSE(mentions({"Anna"}, "Joanna sent it."));
  CHECK_FALSE(mentions({"pilot report"}, "The pilot reports nothing."));
}

TEST_CASE("letters that are written out as spaces or with some are no words of their own", "[mentions]") {
  CHECK(mentions({"Anna \uFE70\u037A"}, "Ask Anna"));
  CHECK(mentions({"\uFDFA"}, "They said \uFDFA then."));  // four words in one letter
  CHECK_FALSE(mentions({"\uFE70"}, "Ask \uFE70 Anna"));
}

TEST_CASE("a possessive is a mention", "[mentions]") {
  CHECK(mentions({"Anna"}, "That was Anna's idea."));
  CHECK(mentions({"Anna"}, "That was Anna\xE2\x80\x99s idea."));
  CHECK(mentions({"Williams"}, "In Williams' view it is fine."));
  CHECK(mentions({"Anna Berg"}, "Anna Berg's draft came in."));
}

TEST_CASE("accents, hyphens and articles of a name do not matter", "[mentions]") {
  CHECK(mentions({"José Núñez"}, "Jose Nunez signs on Monday."));
  CHECK(mentions({"Zoe"}, "We need Zoë for that."));
  CHECK(mentions({"the pilot report"}, "Who writes a pilot report?"));
  CHECK(mentions({"pilot report"}, "Send me the pilot-report."));
  CHECK_FALSE(mentions({"Anna"}, "Anna-Lena takes it."));
  CHECK_FALSE(mentions({"Lena"}, "Anna-Lena takes it."));
  CHECK(mentions({"Anna-Lena"}, "Anna-Lena takes it."));
}

TEST_CASE("words of a name that a mark parts are not the name", "[mentions]") {
  CHECK_FALSE(mentions({"Anna Berg"}, "Ask Anna. Berg agreed already."));
  CHECK_FALSE(mentions({"pilot report"}, "After the pilot, report to me."));
  CHECK_FALSE(mentions({"Ben Berg"}, "Ask Ben. Berg agreed already."));
  CHECK(mentions({"A. Meyer"}, "A. Meyer wrote it."));
  CHECK(mentions({"Dr Blaney"}, "So Dr. Blaney's view is known."));
  CHECK(mentions({"Dr. Blaney"}, "so dr blaney agreed"));
  CHECK(mentions({"Smith & Co"}, "We ordered it from Smith & Co last week."));
}

TEST_CASE("a capital name of one word needs its capital in a meeting that writes any", "[mentions]") {
  CHECK(mentions({"Mark"}, "Then Mark will call them."));
  CHECK(mentions({"May"}, "May takes the minutes."));
  CHECK_FALSE(mentions({"Mark"}, "We mark the box in red."));
  CHECK_FALSE(mentions({"Mark"}, "they may mark it"));
  CHECK(mentions({"Mark"}, "then mark will call them", false));
  CHECK(mentions({"brochure"}, "Brochure and flyer are done."));  // declared without one
  CHECK(mentions({"The Hague"}, "They flew to the Hague."));
  CHECK_FALSE(mentions({"The Hague"}, "The Dutch sing in a hague."));
}

TEST_CASE("a first name before another family name is somebody else's", "[mentions]") {
  CHECK_FALSE(mentions({"Mark Reckless", "Mark"}, "I met Mark Drakeford there."));
  CHECK(mentions({"Mark Reckless", "Mark"}, "I met Mark Reckless there."));
  CHECK(mentions({"Mark Reckless", "Mark"}, "I met Mark Drakeford and Mark there."));
  CHECK(mentions({"Mark Reckless", "Mark"}, "Ask Mark. Ben knows it too."));
  CHECK(mentions({"Mark Reckless", "Mark"}, "Ask Mark, Ben or Carl."));
  CHECK(mentions({"Mark Reckless", "Mark"}, "That is Mark's Monday."));
  CHECK(mentions({"Mark Reckless", "Mark"}, "MARK SAID SO"));
  CHECK(mentions({"Acme"}, "Acme Legal has not signed."));  // no longer name says that it is a first name
}

TEST_CASE("a stop word as a name needs a capital that no sentence gives", "[mentions]") {
  CHECK(mentions({"Will"}, "I gave it to Will yesterday."));
  CHECK(mentions({"Will"}, "Thanks, Will."));
  CHECK(mentions({"Will"}, "Will's team is ready."));
  CHECK_FALSE(mentions({"Will"}, "Will you send it?"));
  CHECK_FALSE(mentions({"Will"}, "That is late. Will that work?"));
  CHECK_FALSE(mentions({"Will"}, "They are states or NGOs. Will that do?"));
  CHECK_FALSE(mentions({"Will"}, "we will see", false));
  CHECK(mentions({"Will Smith"}, "will smith comes too"));
}

TEST_CASE("a meeting is written with capitals where a tenth of its texts is", "[mentions]") {
  using Texts = std::vector<std::string_view>;
  CHECK(writes_capitals(Texts{"We are late.", "um they may come"}));
  CHECK_FALSE(writes_capitals(Texts{"we are late", "I think so", "so I'd say yes"}));
  CHECK_FALSE(writes_capitals({}));
  Texts texts(10, "they may come");
  CHECK_FALSE(writes_capitals(texts));
  texts.back() = "the NHS says so";
  CHECK(writes_capitals(texts));
  texts.emplace_back("they may come");
  CHECK_FALSE(writes_capitals(texts));
}

TEST_CASE("each thing is found once, by any of its names", "[mentions]") {
  const MentionFinder finder(std::vector<std::vector<std::string>>{
      {"Anna Berg", "Anna"}, {"the pilot report", "the report"}, {"report"}, {"!!", ""}});
  CHECK(finder.find("Anna Berg, that is our Anna, wrote the pilot report.") == Found{0, 1, 2});
  CHECK(finder.find("The report of Anna.") == Found{0, 1, 2});
  CHECK(finder.find("She wrote it.").empty());
  CHECK(finder.find("").empty());
  CHECK(finder.find("!! \xFF Anna\xFF").size() == 1);  // bytes that are no UTF-8 part words
  CHECK(MentionFinder({}).find("Anna").empty());
}

}  // namespace hebb
