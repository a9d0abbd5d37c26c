"""Verbs of saying, of denying and of thinking."""

from __future__ import annotations

from qa.english.words import words

# Whoever is their subject has said something. Written out in full: a form is looked up, never made.
SAY = words("say says said saying")
TELL = words("tell tells told telling inform informs informed informing assure assures assured assuring")
_PLAIN = words("""
    acknowledge acknowledges acknowledged acknowledging add adds added adding admit admits admitted admitting
    advise advises advised advising allege alleges alleged alleging announce announces announced announcing
    answer answers answered answering argue argues argued arguing ask asks asked assert asserts asserted asserting
    claim claims claimed claiming clarify clarifies clarified clarifying comment comments commented commenting
    complain complains complained complaining concede concedes conceded conceding conclude concludes concluded
    concluding confess confesses confessed confirm confirms confirmed confirming contend contends contended
    caution cautions cautioned cautioning counter counters countered cry cries cried declare declares declared declaring
    disclose discloses disclosed disclosing emphasise emphasises emphasised emphasising emphasize emphasizes
    emphasized emphasizing exclaim exclaims exclaimed explain explains explained explaining hint hints hinted hinting
    insist insists insisted insisting joke jokes joked joking lament laments lamented maintain maintains maintained
    maintaining muse mused promise promises promised promising quip quips quipped recall recalls recalled recalling
    recount recounts recounted recounting reiterate reiterates reiterated reiterating remark remarks remarked
    remarking repeat repeats repeated reply replies replied replying report reports reported reporting respond
    responds responded responding retort retorted reveal reveals revealed revealing speculate speculates speculated
    state states stated stating stress stresses stressed stressing suggest suggests suggested suggesting testify
    testifies testified testifying tweet tweets tweeted vow vows vowed vowing warn warns warned warning write writes
    wrote writing pledge pledges pledged pledging swear swears swore urge urges urged urging
    note notes noted noting observe observes observed observing point points pointed predict predicts predicted
    predicting forecast forecasts estimate estimates estimated estimating mention mentions mentioned mentioning
    describe describes described describing express expresses expressed expressing indicate indicates indicated
    indicating underline underlines underlined underscore underscored believe believes believed think thinks thought
    reckon reckons reckoned fear fears feared hope hopes hoped expect expects expected
    demand demands demanded demanding accuse accuses accused accusing blame blames blamed blaming condemn condemns
    condemned condemning criticise criticises criticised criticising criticize criticizes criticized praise praises
    praised welcome welcomes welcomed call calls called calling dismiss dismisses dismissed dismissing
    shout shouts shouted shouting whisper whispers whispered yell yelled wonder wonders wondered boast boasts boasted
    agree agrees agreed propose proposes proposed brand brands branded
    post posts posted blog blogged threaten threatens threatened thank thanked thanks apologise apologises apologised
    apologize apologized signal signals signalled stipulate stipulates stipulated allude alluded
""")
DENY = words("""
    deny denies denied denying dispute disputes disputed disputing refute refutes refuted refuting reject rejects
    rejected rejecting
""")
SAYING = SAY | TELL | _PLAIN | DENY
"""Every form of every verb by which a sentence says who says something."""

# Forms of them that are nouns as well: what follows tells.
NOUN_FORMS = words("""
    reports claims comments states forecasts estimates tweets notes calls demands answers promises posts signals praise
    comment report claim forecast estimate note call demand answer promise post signal tweet warning fears hopes fear
    hope thanks cry blog state stress blame point points threaten remarks remark mention mentions pledge pledges
    boasts boast jokes joke demand hints hint reply replies urges urge vow vows brands brand
""")
