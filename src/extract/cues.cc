#include "extract/cues.h"

#include <array>

namespace hebb {
namespace {

constexpr PhrasePattern p(Cue cue, std::string_view pattern) {
  return {static_cast<std::uint16_t>(cue), pattern};
}

// Chosen for precision on training meetings of QMSum: docs/extraction.md names the errors that shaped them.
constexpr std::array kPatterns{
    // Decision: only where settling is stated as done.
    p(Cue::decided,
      "we|we've|we_have|we_had|they|they've|they_have|committee|committee_has|board|board_has|team|"
      "team_has just|already|all|then|also|finally|unanimously? decided|agreed|resolved|voted to|on|"
      "that|not|upon|against"),
    p(Cue::decided, "we've|we_have just|already|all|also|finally? decided|agreed|chosen|settled"),
    p(Cue::decided, "we finally|eventually|luckily? chose|picked|opted_for|settled_on|settled_for|went_with"),
    p(Cue::decided, "it|that was|is|has_been|was_also decided|agreed|resolved that|to|by|unanimously"),
    p(Cue::decided, "the|our|my|final decision is|was to|that"),
    p(Cue::decided, "decision has_been|is|was made|taken"),
    p(Cue::decided, "motion is|was|has_been? carried|adopted|passed|agreed_to|defeated|negatived"),
    p(Cue::decided, "carried_unanimously|carried_on_division|motion_as_amended_agreed_to|all_agreed_on"),
    p(Cue::decided, "that's|that_is|so_it's|then_it's settled|decided|agreed"),
    p(Cue::decided, "we're|we_are all? agreed|decided|settled on|that|to"),
    p(Cue::decided, "so|okay|then we all? agree that|on|to"),
    p(Cue::choice,
      "let's|we'll|we_will|we're_going_to|we're_gonna|we_shall|we_are_going_to just? go_with|go_for|"
      "stick_with|stick_to|stay_with|settle_on|settle_for|opt_for"),
    p(Cue::choice, "we're|we_are going_with|going_for|sticking_with"),
    p(Cue::undecided,
      "have|has|had|need|needs|needed|want|wanted|try|trying|able|got|going|gonna to be? decide|"
      "decided|choose|agreed|settled|chosen|agree"),
    p(Cue::undecided,
      "when|how|what|whether|which|who|should|can|could|must|may|might|we'll|do|did we|you|they|he|"
      "she|people|i? to|be? decide|decided|choose|agreed|settled|chosen|agree"),
    p(Cue::undecided,
      "haven't|hasn't|hadn't|didn't|not|never|can't|couldn't|don't|nothing|isn't|wasn't|aren't been|"
      "really|yet|quite|all|fully? decide|decided|agree|agreed|settled|chosen|resolved"),
    p(Cue::undecided,
      "if|unless|until|once|whether|had|when|after|before|suppose|supposing|has|have|as we|we've|"
      "we_have|you|they|they've|it_is|it_was|committee|the_committee decided|agreed|settled|chosen|"
      "resolved"),
    p(Cue::undecided,
      "that|which|what|one|ones|elements|things|now_that we|we've|they just|already|have? chose|"
      "picked|chosen|decided|agreed"),
    p(Cue::undecided, "no|any|without|for_a|get_a|need_a|make_a|reach decision|decisions|agreement|consensus"),
    // Action: a commitment, duty or request, and a verb whose work outlives the meeting.
    p(Cue::commitment,
      "i'll|i_will|i_shall|i'm_going_to|i'm_gonna|i_am_going_to|i_plan_to|i_promise_to|we'll|"
      "we_will|we're_going_to|we're_gonna|we_are_going_to|he'll|she'll|they'll|he_will|she_will|"
      "they_will|i'm_planning_to|i_intend_to|somebody_will|someone_will|i_can_try_to|i_could_try_to"),
    p(Cue::obligation,
      "i|we|you|they|he|she|somebody|someone|everybody|everyone need_to|needs_to|have_to|has_to|"
      "must|should|ought_to|are_supposed_to"),
    p(Cue::obligation, "we've|you've|i've|i|we|you gotta|got_to"),
    p(Cue::request, "can|could|would|will you|somebody|someone|everybody|everyone please|maybe|also|just?"),
    p(Cue::request,
      "please|don't_forget_to|remember_to|make_sure_to|i'd_like_you_to|i_want_you_to|be_sure_to|"
      "i_would_like_you_to"),
    p(Cue::durable_verb,
      "send|email|e-mail|mail|schedule|prepare|draft|circulate|distribute|forward|arrange|"
      "organise|organize|book|update|upload|submit|contact|document|investigate|compile|finalise|"
      "finalize|register|remind|research|publish|purchase|install|deploy|liaise|coordinate|"
      "redesign|look_into|find_out|set_up_a|set_up_the|write_up|get_back_to|check_with|"
      "put_together|work_on|follow_up|meet_with|report_back|sort_out|fill_in|sign_up|type_up|"
      "print_out|do_some_research|take_care_of|speak_with"),
    p(Cue::weak_verb,
      "ask|call|check|get|make|do|bring|take|write|test|add|try|run|look|read|review|think|buy|"
      "build|design|implement|create|develop|finish|complete|fix|change|provide|present|collect|"
      "measure|record|print|sign|meet|discuss|confirm|share|give|put|phone|deliver|let_you_know|"
      "invite|order|hire"),
    p(Cue::action_word,
      "action_item|action_items|action_point|action_points|to-do_list|your_task_is|my_task_is|"
      "is_assigned_to|are_assigned_to"),
    p(Cue::procedure,
      "next_slide|take_that_as|take_it_as|take_this_as|my_time|your_time|floor|next_question|"
      "move_on|go_on|go_back|share_my_screen|mr_chair|madam_chair|mr_speaker|this_slide|"
      "previous_slide|next_speaker|microphone|record|on_the_board|whiteboard|hear_you|repeat|mute|"
      "unmute|standing_order|chamber|honourable_member|honourable_members|in_the_house"),
    p(Cue::later,
      "tomorrow|tonight|this_afternoon|this_evening|later_today|next_week|next_month|next_time|"
      "next_meeting|after_this_meeting|after_the_meeting|before_the_meeting|end_of_the_week|"
      "end_of_the_day|end_of_the_month|end_of_this_week|by_monday|by_tuesday|by_wednesday|by_thursday|"
      "by_friday|on_monday|on_tuesday|on_wednesday|on_thursday|on_friday|in_writing|this_week|"
      "by_the_end_of"),
    // Question, where a transcript has no question marks.
    p(Cue::question_start,
      "do|does|did|don't|doesn't|didn't|is|are|was|were|isn't|aren't|can|could|would|will|"
      "should|have|has|haven't|hasn't|shall you|we|i|he|she|they|it|this|that|there|these|"
      "those|anyone|anybody|everyone|everybody|somebody|someone|people"),
    p(Cue::question_start,
      "what|how|why|when|where|who|which is|are|was|were|do|does|did|can|could|would|should|"
      "will|have|has|about|many|much|long|kind|exactly"),
    p(Cue::question_start, "what's|how's|who's|where's|any_questions|any_thoughts|any_comments"),
    // Idea.
    p(Cue::idea, "how_about|what_if|what_about_if|why_don't_we|why_not_just|wouldn't_it_be|couldn't_we|shouldn't_we"),
    p(Cue::idea, "i|we i|would|'d|might? suggest|propose|recommend"),
    p(Cue::idea, "i'd|i_would|we'd like_to? suggest|propose|recommend"),
    p(Cue::idea,
      "my|another|one|the_other|a|an|good|great suggestion|idea|proposal|possibility|option is|would_be|"
      "might_be"),
    p(Cue::idea, "i_have_an_idea|i've_got_an_idea|i_had_an_idea|we_might_want_to|we_may_want_to|we_probably_want_to"),
    p(Cue::idea, "maybe|perhaps we|you|it|they could|should|can|might|just"),
    p(Cue::idea, "we could maybe|perhaps|also|always|even|possibly|just|have_a|have_like|use|make|add|put|try|do"),
    p(Cue::idea, "you could maybe|perhaps|also|even|possibly"),
    p(Cue::not_idea,
      "it|that would|might|'d be really|very|kind_of|also? nice|good|better|great|cool|useful|"
      "helpful|best to see|know|hear|have_known"),
    p(Cue::not_idea, "that|which|as we could"),
    p(Cue::idea,
      "it|that would|might|'d be really|very|kind_of|also? nice|good|better|great|cool|useful|helpful|"
      "best|handy|neat|easier to|if"),
    p(Cue::idea, "it'd|that'd be nice|good|better|great|cool|useful|helpful to|if"),
    p(Cue::weak_idea, "we could|might|should"),
    p(Cue::weak_idea, "instead_of|rather_than|alternatively|might_as_well|better_to"),
    // Issue.
    p(Cue::issue,
      "the|a|big|main|only|biggest|real|one|another|my|our|other problem|problems|issue|trouble|"
      "difficulty|drawback|downside|challenge is|was|with|here|would|might|comes"),
    p(Cue::issue,
      "have|has|having|had|face|faces|facing|faced|cause|causes|causing|caused|run_into|ran_into|"
      "there's|there_is|there_are|it's|is|was|be|seeing|create|creates a|the|some|big|a_big|a_serious|"
      "a_real|many|more|a_lot_of|quite_a|kind_of_a|a_bit_of_a|huge|a_huge|a_major? problem|problems|"
      "trouble|difficulties|drawback|bug|bugs|bottleneck|obstacle|shortcoming|flaw|shortage|shortages|"
      "nightmare|backlog|problematic"),
    p(Cue::issue, "have|has|having|had an|some|any|a_lot_of|big? issue|issues with"),
    p(Cue::issue,
      "it's|they're|is|are|was|were|got|been|keeps|kept|gets all|also|really|just|completely|always|"
      "often|still|quite|a_bit|kind_of? broken|stuck|blocked|crashing|failing|corrupted|overloaded|"
      "too_slow|too_expensive|too_small|too_big|too_complicated|too_hard|too_heavy|unclear|inconsistent|"
      "confusing|annoying|frustrating"),
    p(Cue::issue, "it's|it_is|is|are|was|be|very|really|too|so|quite|pretty hard|difficult|impossible to"),
    p(Cue::issue,
      "doesn't|don't|didn't|isn't|aren't|wasn't|won't|not really|even|actually? work|working|work_well|"
      "make_sense|good_enough"),
    p(Cue::issue, "can't|cannot|couldn't really|even|actually? afford|get_it_to|make_it_work|read_it"),
    p(Cue::issue,
      "behind_schedule|over_budget|out_of_money|out_of_budget|out_of_memory|lack_of|crashes|crashed|"
      "broke_down|fails_to|failed_to|fell_through|falling_behind|struggle_to|struggling_with|"
      "struggling_to|suffering_from|labour_shortages|are_unable_to|is_unable_to"),
    p(Cue::issue_solved,
      "no|not_a|isn't_a|not_really_a|not_the|without|solve|solves|solved|solving|fix|fixes|fixed|"
      "avoid|avoids|resolve|resolved|overcome|never|address any|that|this|the|a|your|our|many|"
      "big|real|much|of|those|these? problem|problems|issue|issues|bug|bugs|trouble|difficulty|"
      "difficulties|obstacle|drawback|flaw"),
    p(Cue::issue_solved,
      "not|isn't|won't_be|wouldn't_be|never|doesn't_get|wasn't|aren't at_all|all|be|been|that|"
      "quite? too|so|that|very|really|particularly|pretty slow|expensive|small|big|complicated|"
      "hard|late|heavy|many|much|difficult|confusing"),
    p(Cue::issue_solved, "not|isn't|won't_be|wouldn't_be|aren't|at_all hard|difficult|broken|impossible"),
    p(Cue::issue_solved,
      "what|what's|is|any|are|was|were there|your|the|a|there_a|there_any problem|problems|issue|"
      "issues"),
    p(Cue::issue_solved, "hard|difficult|impossible to lose|miss|break|beat"),
    // Risk.
    p(Cue::risk, "risk|risks|risky|jeopardy|jeopardise|jeopardize|at_risk|hazard"),
    p(Cue::risk, "i'm|we're|they're|i_am|we_are|am|are|is|bit|little|very|really worried|concerned that|about"),
    p(Cue::risk, "i'm|we're|they're|i_am|we_are afraid of|that|it|they|people"),
    p(Cue::risk,
      "might|could|may easily|also|just|well? fail|collapse|backfire|go_wrong|get_lost|be_dangerous|"
      "crash|run_out|be_too_late|lose_the_customer"),
    p(Cue::risk, "the|a|real|great danger|threat|worry|fear is|that|of|to|here"),
    p(Cue::risk, "what_if_it_fails|run_the_risk|my_concern_is|the_concern_is|my_worry_is|my_fear_is"),
    // Assumption.
    p(Cue::assumption,
      "i|we|i'm|we're|i_am|we_are|let's|i'd|i_would|they|you_can|can just|also|sort_of? assume|"
      "assuming|presume|presuming"),
    p(Cue::assumption, "assuming that|we|it|you|they|the|there|i"),
    p(Cue::assumption, "my|our|the|an|that|under_the|basic assumption|assumptions"),
    p(Cue::assumption,
      "presumably|i_take_it_that|i_take_it_we|supposing_that|i_expect_that|we_expect_that|"
      "i_would_expect_that"),
    // Finding.
    p(Cue::finding,
      "we|i|they|he|she|you|people|study|survey|researchers|i've|we've|they've|we_have also|just|"
      "actually|already? found|discovered|noticed|observed|measured that|out|it|a|the|no|some"),
    p(Cue::finding, "it|this|that turns|turned out"),
    p(Cue::finding,
      "results|result|data|study|studies|survey|research|report|reports|evidence|statistics|tests|"
      "test|experiment|experiments|numbers|figures show|shows|showed|suggest|suggests|indicate|"
      "indicates|indicated|found|demonstrate|said|says|demonstrated"),
    p(Cue::finding,
      "according_to_the|percent_of_the|percent_of|per_cent_of|percent_said|on_average|"
      "it_has_been_shown|we_learned_that|we've_learned|i_learned_that|our_results|my_results|"
      "the_findings|our_findings"),
    // What features count.
    p(Cue::negation,
      "not|no|never|none|nothing|nobody|neither|nor|without|don't|doesn't|didn't|isn't|aren't|wasn't|"
      "weren't|won't|wouldn't|can't|cannot|couldn't|shouldn't|haven't|hasn't|hadn't"),
    p(Cue::hypothetical, "if|whether|suppose|supposing|would_have|could_have|should_have|unless|imagine|say_that"),
    p(Cue::urgency,
      "urgent|urgently|asap|a.s.a.p|immediately|right_away|as_soon_as_possible|straight_away|at_once|"
      "emergency|critical|crucial|top_priority|high_priority|time-sensitive|without_delay|hurry|"
      "running_out_of_time|pressing|cannot_wait|can't_wait|deadline|overdue"),
    p(Cue::deadline_before,
      "by|before|until|till|due|due_on|due_by|no_later_than|not_later_than|deadline_is|"
      "deadline_of|by_the|before_the|until_the|due_at_the|by_next|before_next|until_next|"
      "by_this"),
    p(Cue::moment,
      "monday|tuesday|wednesday|thursday|friday|saturday|sunday|tomorrow|tonight|january|february|"
      "march|april|june|july|august|september|october|november|december|next_week|next_month|next_year|"
      "next_meeting|end_of_the_week|end_of_the_month|end_of_the_year|end_of_the_day|end_of_this_week|"
      "end_of_month|this_week|this_month|this_afternoon|noon|midnight|christmas|easter|new_year|"
      "end_of_next_week|end_of_april|end_of_june|end_of_march"),
    p(Cue::sequence,
      "first|firstly|first_of_all|second|secondly|third|thirdly|next|then|after_that|afterwards|"
      "finally|lastly|last|before_that|previously|earlier|later|following|step|steps|meanwhile|"
      "subsequently|eventually|to_begin_with|phase|stage"),
    p(Cue::certainty,
      "definitely|certainly|clearly|obviously|absolutely|surely|of_course|no_doubt|without_a_doubt|"
      "i'm_sure|i_am_sure|we're_sure|for_sure|certain|always|never|must|in_fact|exactly|undoubtedly|"
      "i_know|we_know|guaranteed|confident|sure_that"),
    p(Cue::hedge,
      "maybe|perhaps|possibly|probably|might|may|could|i_think|i_guess|i_suppose|i_believe|i_feel|seems|"
      "seem|sort_of|kind_of|not_sure|don't_know|unclear|roughly|about_maybe|apparently|presumably|"
      "likely|unlikely|somewhat|a_bit|or_something|or_whatever|wonder|wondering|assume|tend_to"),
    p(Cue::intensity,
      "very|really|extremely|totally|completely|absolutely|highly|so_much|incredibly|hugely|huge|"
      "enormous|massive|terribly|particularly|especially|strongly|deeply|super|quite_a|a_lot|"
      "far_too|way_too|much_more|such_a|severe|severely|dramatic|dramatically|entirely|utterly"),
    p(Cue::we, "we|us|our|ours|ourselves|we're|we'll|we've|we'd|let's|together|everyone|everybody|team|all_of_us"),
    p(Cue::you, "you|your|yours|you're|you'll|you've|you'd|yourself|yourselves"),
    p(Cue::i, "i|i'm|i'll|i've|i'd|my|me|mine|myself"),
    p(Cue::dependency,
      "because|therefore|so_that|as_a_result|in_order_to|depends_on|depend_on|depending_on|"
      "dependent_on|relies_on|rely_on|requires|require|required|needs_to_be_done_before|blocked_by|"
      "blocks|blocking|prerequisite|unless|provided_that|as_long_as|due_to|caused_by|leads_to|"
      "lead_to|results_in|hence|thus|consequently|that's_why|which_means|in_case|waiting_for|"
      "wait_for|affects|since_we"),
    p(Cue::risk_word,
      "risk|risks|risky|danger|dangerous|threat|threats|hazard|unsafe|worried|worry|concern|"
      "concerned|concerns|afraid|fear|problem|problems|fail|fails|failure|lose|loss|delay|delays|"
      "late|uncertain|vulnerable|crisis|exposed|liability|worst"),
    p(Cue::change,
      "change|changes|changed|changing|instead|replace|replaced|switch|switched|revise|revised|adjust|"
      "adjusted|adapt|adapted|modify|modified|no_longer|any_more|anymore|rather_than|update|updated|"
      "redesign|improve|improved|move_to|shift|transition|convert|reorganise|rework|evolve|alter|amend|"
      "amended|amendment|used_to"),
    p(Cue::filler, "you_know|i_mean|sort_of|kind_of"),
    // Not heard by the classifier.
    p(Cue::suggestion,
      "maybe_the|perhaps_the|might_as_well|may_as_well|why_not|how_about|what_about|i'd_say|instead_of"),
    p(Cue::suggestion, "i_was|i'm|i_am thinking|wondering|suggesting|proposing"),
    p(Cue::suggestion, "we|you|they|i|it just|also|always|probably|really|definitely|maybe|perhaps|even? could|should"),
    p(Cue::suggestion, "could|couldn't|can't|shouldn't|should we|they|it"),
    p(Cue::suggestion, "we|you can maybe|perhaps|also|always|even|just|use|make|put|add|try"),
    p(Cue::suggestion, "i_think|i'd_say we can|should|could|need|ought"),
    p(Cue::suggestion, "would|might be nice|good|better|great|cool|useful|helpful|interesting|easier to"),
    p(Cue::suggestion, "suggestion|suggest|propose|recommend"),
    p(Cue::proceeding,
      "offline|off-line|off_line|agenda|do_digits|do_the_digits|clarify|back_to_you|have_a_note|as_a_block|"
      "move_along|moving_on|go_around|go_through|get_started|get_going|re-evaluate|take_turns|the_floor|"
      "next_topic|next_item|next_meeting|this_meeting|carry_on|come_back_to|get_back_to|turn_to|out_of_time|"
      "time_left|my_question|your_question|your_presentation|your_presentations|other_topics|this_presentation"),
    p(Cue::proceeding, "find|have|set|pick a|some|another day|time|date"),
    p(Cue::proceeding, "people|they|others|he|she say|says|said|suggested|suggest"),
    p(Cue::proceeding, "would|do|don't you not? agree|accept|think_it_would"),
    p(Cue::finished_work, "find|check|sort|figure|work it|that|this|them|those out"),
    p(Cue::finished_work, "put|write|type|clean|set it|that|this|them|something|those together|up"),
    p(Cue::finished_work, "do|make|write|put_up|finish|take the|some|all_the|up_the minutes|report|plots|write-up"),
    p(Cue::finished_work, "let you|him|her|them|everybody|everyone know"),
    p(Cue::settled, "the|so conclusion|outcome|consensus is|was that we"),
    p(Cue::settled, "i've|i_have decided that|we"),
    p(Cue::settled, "committee|board|council|management approves|adopts|rejects"),
    p(Cue::settled, "board|management|committee|council|client|customer has|have approved|rejected|signed_off"),
    p(Cue::settled,
      "approved|vetoed|signed_off|signed_off_on the|our|a budget|plan|proposal|design|contract|offer|request|roadmap|"
      "quote|release"),
    p(Cue::settled, "we're|we_are going|moving ahead with"),
    p(Cue::settled, "then|so it_is|that_is settled|decided|agreed"),
    p(Cue::settled, "it's|it_is|that's|that_is settled|decided|agreed then"),
    // A proposal, should another agree.
    p(Cue::proposal, "let's"),
    p(Cue::proposal, "shall|should we"),
    p(Cue::proposal, "can we have|move|agree|start|drop|keep|use|make|push|set|hold|do|skip|leave|freeze"),
    p(Cue::proposal,
      "so|then we|we're|we_are|we'll|we_will "
      "accept|keep|take|use|leave|stay|go|do|start|stop|drop|move|charge|make|put|run|close|open|buy|"
      "deferring|moving|keeping|dropping|going|taking|postponing"),
    p(Cue::proposal,
      "i_propose|i_suggest|i_think_we_should|we_should we|that_we|just|then|also|all? postpone|delay|cancel|drop|"
      "keep|use|move|launch|ship|hire|buy|switch|skip|remove|replace|leave|change|pick|choose|cut|limit|make|add|put"),
    p(Cue::proposal, "i suggest|propose|recommend"),
    p(Cue::proposal, "i'd|i_would say|suggest|recommend|propose|go_for"),
    p(Cue::proposal, "i'd|i_would like to lift|raise|stop|start|drop|move|change|keep|cut"),
    p(Cue::proposal, "i_vote we|that_we|for"),
    p(Cue::proposal, "my suggestion|proposal is that? we"),
    p(Cue::proposal, "how_about|what_about|i'm_for_the|i_am_for_the"),
    p(Cue::proposal, "are_we all? right|okay|happy|agreed with|that"),
    p(Cue::trouble, "the bad news is"),
    p(Cue::trouble, "keeps|keep|kept|been falling_over|timing_out|leaking|slipping"),
    p(Cue::trouble, "isn't|aren't|wasn't|doesn't|don't|won't loading|load|responding|printing|arriving|turn_up"),
    p(Cue::trouble, "there_isn't|there_aren't|there's_no|we_have_no|we've_got_no enough|backup|budget|time_left"),
    p(Cue::trouble,
      "we're|we_are|we_keep being? one|two|three|short|understaffed|down|behind|late of|with|with_the|staff"),
    p(Cue::trouble, "no_use|useless to|for anybody|anyone|us|me"),
    p(Cue::trouble, "is|are|still below|under our|the floor|target"),
    p(Cue::trouble, "still shows|show|has|have the_old|the_wrong"),
    p(Cue::trouble, "came|come|coming back|out contaminated|wrong|broken|damaged|empty|late"),
    p(Cue::trouble, "has|have|had|with a|got_a cracked|broken|loose|blown|leaking|missing|expired"),
    p(Cue::worry, "makes|make me nervous|uneasy|anxious"),
    p(Cue::worry, "keeps|keep me awake|up_at_night"),
    p(Cue::loss,
      "we'd|we_would|we'll|we_will|we're_going_to|we're_gonna|we_could|we_might|we're|we_are "
      "also|then|probably|at_least? "
      "lose|miss|without|be_without|be_left|left_with|run_out|fail|be_late|be_delayed|slip|"
      "be_in_trouble|be_stuck|have_to_start_over|have_to_redo|have_to_close|have_to_stop"),
    p(Cue::loss, "there's|there_is|we_have|we've_got nobody|no_one"),
    p(Cue::offer, "i_can|i_could|let_me|i'd_be_happy_to|i_am_happy_to|i'm_happy_to"),
    p(Cue::offer, "you'll have|get|hear"),
    p(Cue::wish, "i'd_like|i_would_like|i_want|i_need"),
    p(Cue::call, "who can|could|will|would|wants_to|is_going_to"),
    p(Cue::call, "can|could|would anyone|anybody"),
    p(Cue::call, "you'd_better|you_had_better"),
    p(Cue::call, "somebody|someone has_to|needs_to|should|must|ought_to"),
    p(Cue::lasting_verb,
      "follow_up|reach_out|check_whether|redo|rebuild|rework|ping|chase|escalate|renew|negotiate|migrate|rewrite|"
      "refactor|automate|own|take_over|take_the_lead"),
    p(Cue::lasting_verb,
      "create|open|file|raise a|the|an|another "
      "ticket|tickets|pull_request|bug_report|work_order|purchase_order|account"),
    p(Cue::lasting_verb,
      "write|draw_up|review|create|build|finish|complete|fix a|the|our|your|an|some draft|new|final? report|"
      "specification|spec|summary|proposal|plan|tests|documentation|letter|budget|contract|invoice|roadmap|backlog|"
      "dashboard|prototype|slides|design_document|press_release|offer|quote|bug|bugs|pipeline"),
    p(Cue::lasting_verb,
      "talk|speak to|with legal|finance|sales|marketing|procurement|management|the_management|the_lawyer|the_client|"
      "the_customer|the_vendor|the_supplier|the_bank|him|her|them|my|our"),
    p(Cue::lasting_verb, "call him|her|them|the_customer|the_client|the_vendor|the_supplier|the_lawyer"),
};

}  // namespace

std::vector<CueHit> find_cues(std::span<const std::string> words) {
  static const PhraseAutomaton automaton{kPatterns};
  return automaton.find(words);
}

}  // namespace hebb
