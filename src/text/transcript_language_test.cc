#include <catch2/catch_test_macros.hpp>

#include "text/transcript.h"

namespace hebb {
namespace {

std::string guess(std::string_view text) {
  return guess_language({Turn{.text = std::string(text)}}).value_or("none");
}

TEST_CASE("languages are guessed from the words that sentences need") {
  CHECK(guess("So we talked about the battery, and I think that it is the first thing we have to do before the launch "
              "in May.") == "en");
  CHECK(guess("yeah so i think that's what we're gonna do and then you can see if it works for you on monday okay") ==
        "en");
  CHECK(guess("Wir haben über die Batterie gesprochen, und ich denke, dass das die erste Sache ist, die wir vor dem "
              "Start machen müssen.") == "de");
  CHECK(guess("Nous avons parlé de la batterie, et je pense que c'est la première chose que nous devons faire avant le "
              "lancement en mai.") == "fr");
  CHECK(guess("Hemos hablado de la batería y creo que es lo primero que tenemos que hacer antes del lanzamiento en el "
              "mes de mayo, pero no sé.") == "es");
  CHECK(guess("Abbiamo parlato della batteria e penso che sia la prima cosa che dobbiamo fare prima del lancio di "
              "maggio, ma non so come.") == "it");
  CHECK(guess("We hebben over de batterij gesproken en ik denk dat het het eerste is wat we voor de lancering in mei "
              "moeten doen.") == "nl");
  CHECK(guess("Falámos sobre a bateria e eu acho que é a primeira coisa que temos de fazer antes do lançamento em "
              "maio, mas não sei como.") == "pt");
  CHECK(guess("Rozmawialiśmy o baterii i myślę, że to jest pierwsza rzecz, którą musimy zrobić przed premierą w maju, "
              "ale nie wiem jak to się uda.") == "pl");
  CHECK(guess("Vi pratade om batteriet och jag tror att det är det första som vi har att göra för lanseringen, men jag "
              "vet inte om det går.") == "sv");
}

TEST_CASE("languages are guessed from their script") {
  CHECK(guess("Мы говорили о батарее, и я думаю, что это первое, что нужно сделать.") == "ru");
  CHECK(guess("Ми говорили про батарею, і я думаю, що її треба зробити першою.") == "uk");
  CHECK(guess("我们谈到了电池,我认为这是我们在五月发布之前要做的第一件事。") == "zh");
  CHECK(guess("今日は電池とガスケットについて話します。よろしくお願いします。") == "ja");
  CHECK(guess("우리는 배터리에 대해 이야기했고 그것이 첫 번째라고 생각합니다.") == "ko");
  CHECK(guess("تحدثنا عن البطارية وأعتقد أنها أول شيء يجب القيام به.") == "ar");
}

TEST_CASE("what is too short or no language is not guessed") {
  CHECK(guess("") == "none");
  CHECK(guess("Yes. No.") == "none");
  CHECK(guess("1234 5678 00:01:02 2026-03-05 99 100 200 300 400 500 600 700 800 900 1000 1100 1200 1300") == "none");
  CHECK(guess("zxcv qwer asdf poiu lkjh mnbv zxcv qwer asdf poiu lkjh mnbv zxcv qwer asdf poiu lkjh mnbv zxcv qwer") ==
        "none");
}

TEST_CASE("a transcript in another language is warned of, one in English is not") {
  const auto german = read_transcript(
      "Maya: Wir haben über die Batterie gesprochen, und ich denke, dass das die erste Sache ist.\n"
      "Jonas: Ja, und das ist auch die Sache, die wir vor dem Start noch machen müssen.\n");
  REQUIRE(german.has_value());
  CHECK(german->language == "de");
  REQUIRE(german->warnings.size() == 1);
  CHECK(german->warnings[0].code == "not_english");
  CHECK(german->warnings[0].message.contains("retrieval will be weak"));
  const auto english = read_transcript(
      "We talked about the battery, and I think that it is what we have to do before the launch in May, so do it.");
  CHECK(english->language == "en");
  CHECK(english->warning_count == 0);
}

TEST_CASE("the warning of the language stays where twenty others came before") {
  std::string text = "WEBVTT\n\n";
  for (int i = 0; i < 30; ++i) text += "00:01.000 --> 00:02.000\n\n";
  text +=
      "00:01.000 --> 00:02.000\nWir haben über die Batterie gesprochen, und ich denke, dass das die erste Sache ist, "
      "die wir machen müssen, und das ist nicht wenig, aber wir haben auch noch Zeit.\n";
  const auto t = read_transcript(text);
  REQUIRE(t.has_value());
  CHECK(t->warnings.size() == 20);
  CHECK(t->warnings.back().code == "not_english");
  CHECK(t->warning_count == 31);
}

}  // namespace
}  // namespace hebb
