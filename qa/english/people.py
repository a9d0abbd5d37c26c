"""The words by which names are told: titles, offices, kinds of organisation, places, outlets, given names."""

from __future__ import annotations

from qa.english.words import words

# Before a name and part of it.
NAMING_TITLES = words("king queen prince princess pope saint emperor empress sultan")  # without them it is another name
TITLES = words("""
    mr mrs ms miss mx dr sir dame lord lady king queen prince princess pope saint emperor empress sultan sheikh emir
    president senator governor congressman congresswoman representative chancellor minister premier secretary
    ambassador mayor councillor deputy judge justice sheriff
    general colonel captain major lieutenant sergeant corporal private admiral commander commodore marshal brigadier
    gen col capt maj lt sgt cpl adm cmdr brig supt insp det const sen gov rep rev prof pres hon
    professor reverend father sister brother imam rabbi bishop archbishop cardinal monsignor baroness baron duke
    duchess count countess inspector superintendent constable detective coroner detective
    coach comrade aunt uncle
""")

# Nouns for a person by what they do.
ROLES = TITLES | words("""
    spokesman spokeswoman spokesperson director singer guitarist drummer bassist actor actress author writer poet
    composer producer player manager founder wife husband mother son daughter friend chairman chairwoman chair officer
    journalist reporter correspondent lawyer activist artist scientist philosopher politician champion vocalist musician
    rapper comedian novelist analyst historian physician engineer economist chief head leader boss executive official
    expert researcher professor doctor nurse surgeon teacher student farmer driver pilot soldier witness victim
    survivor resident neighbour neighbor tourist visitor fan critic editor columnist publisher owner partner lecturer
    campaigner prosecutor barrister solicitor attorney investigator detective policeman policewoman firefighter
    paramedic rescuer worker employee trader broker investor shareholder banker accountant consultant adviser advisor
    aide envoy diplomat negotiator mediator inspector regulator ombudsman commissioner coordinator organiser organizer
    president vice-president mp msp mep senator lawmaker legislator candidate councilman counsel counsellor striker
    goalkeeper midfielder defender winger captain skipper coach trainer referee umpire swimmer runner cyclist sprinter
    boxer golfer jockey biologist chemist physicist astronomer geologist ecologist climatologist meteorologist
    epidemiologist virologist psychologist psychiatrist sociologist anthropologist archaeologist mathematician
    statistician veterinarian vet pharmacist architect designer developer programmer conservationist naturalist ranger
    warden curator librarian archivist conductor pianist violinist painter sculptor dancer choreographer photographer
    filmmaker director-general superintendent principal headteacher headmaster dean rector chaplain priest vicar pastor
    monk nun baker butcher fisherman fishmonger shopkeeper landlord tenant grocer hotelier chef waiter plumber carpenter
    film-maker mechanic electrician technician operator supervisor foreman treasurer clerk registrar archbishop
    spokespeople
    man woman boy girl person guy child patient mother father parent brother sister aunt uncle grandmother grandfather
    widow widower star host presenter peer winner passenger customer user voter veteran
    refugee prisoner inmate defendant plaintiff suspect
    minister premier chancellor secretary mayor governor king queen prince princess pope judge ambassador
""")
PEOPLE = words("""
    people officials sources witnesses residents scientists experts critics analysts police doctors lawyers men women
    children parents fans players audiences audience reviewers listeners viewers readers reporters journalists locals
    villagers troops soldiers rebels protesters demonstrators activists campaigners opponents supporters members
    colleagues friends relatives families neighbours authorities prosecutors investigators researchers economists
    ministers lawmakers politicians diplomats leaders executives employers employees workers unions farmers traders
    investors shareholders commentators observers insiders organisers organizers owners rescuers firefighters
    paramedics aides advisers commanders officers historians astronomers biologists engineers teachers students pupils
    voters customers users passengers tourists survivors victims migrants refugees
""")
# Kinds of organisation, as words of their names or after "the".
GROUPS = words("""
    band group team company party orchestra forces brigade battalion regiment university college school committee
    council ministry agency league club association society institute foundation corporation corp inc ltd plc llc gmbh
    army navy police government union department office bank museum church united administration organization
    organisation bureau commission parliament congress senate assembly cabinet court tribunal board authority service
    services federation trust fund firm partners holdings industries international airlines airways motors systems
    technologies laboratories hospital clinic charity network alliance coalition consortium confederation front
    movement militia guard command headquarters treasury exchange chamber ombudsman inspectorate secretariat embassy
    consulate house intelligence centre center academy watchdog regulator retailer maker manufacturer carrier operator
    airline supermarket brewery publisher broadcaster newspaper magazine station tabloid daily weekly paper website
    laboratory lab observatory squad side town city county state region district borough panel inquiry
    foods energy oil gas electric steel pharmaceuticals records pictures studios media telecom communications
    insurance securities capital investments brothers incorporated limited
    opposition rebels campaign regime junta camp unit ferries railways railway rail bus buses transport
    taliban hamas hezbollah nato unesco unicef interpol europol opec
""")
# Nouns for what is written or found, which "say" things without being anybody.
DOCUMENTS = words("""
    report study survey statement document letter memo email message poll paper article analysis review survey inquiry
    investigation indictment ruling verdict judgment judgement complaint filing lawsuit affidavit audit bulletin
    release note transcript census forecast law constitution treaty charter contract agreement data
    reports studies surveys documents letters polls articles papers filings findings
""")
OUTLETS = words("""
    times post news pravda herald tribune guardian journal gazette courier mail telegraph independent observer press
    tv television radio magazine daily chronicle examiner globe mirror sun express echo standard star insider
    reuters afp ap pa bbc cnn itv nbc cbs abc npr fox bloomberg interfax tass itar-tass xinhua ansa dpa efe anadolu
    nyt al-jazeera jazeera spiegel bild monde figaro corriere repubblica newsnight economist newsweek wire dispatch
    newspaper broadcaster paper website tabloid channel programme blog portal outlet publication newsroom agency
    sentinel inquirer argus advertiser register today weekly review bulletin messenger ledger
""")
PLACES = words("""
    city town village county state country region island islands river lake mountain mountains street road park valley
    province district sea ocean bay desert kingdom republic empire house hall castle palace building avenue square
    airport station harbour harbor port bridge stadium arena beach coast peninsula hills hill forest
""")
NATIONS = words("""
    africa america argentina asia australia austria azerbaijan belarus belgium brazil britain bulgaria canada chile
    china colombia croatia cuba denmark egypt england estonia ethiopia europe finland france georgia germany greece
    hungary india indonesia iran iraq ireland israel italy jamaica japan kenya korea kosovo latvia lebanon libya
    lithuania london malaysia mexico moldova morocco moscow myanmar nepal netherlands nigeria norway pakistan palestine
    paris peru philippines poland portugal romania russia scotland serbia singapore slovakia slovenia somalia spain
    sudan sweden switzerland syria taiwan thailand tunisia turkey uganda uk ukraine us usa venezuela vietnam wales
    washington yemen zealand zimbabwe afghanistan albania algeria angola armenia bahrain bangladesh bolivia bosnia
    botswana cambodia cameroon chad congo cyprus czechia ecuador eritrea ghana guatemala haiti honduras iceland
    jordan kazakhstan kuwait kyrgyzstan laos liberia luxembourg macedonia madagascar malawi mali malta mongolia
    montenegro mozambique namibia nicaragua niger oman panama paraguay qatar rwanda senegal tajikistan tanzania togo
    turkmenistan uruguay uzbekistan zambia pyongyang seoul beijing tokyo kyiv kiev berlin rome madrid brussels vienna
    athens ankara tehran baghdad cairo delhi jakarta canberra ottawa lisbon dublin edinburgh cardiff belfast york
    u.s u.s. u.k. u.k eu e.u. un u.n. gaza dprk
""")
# peoples and what is theirs whose name is not that of their country with another ending
PEOPLES = {
    people: country
    for country, peoples in {
        **{"britain": "briton british", "england": "english englishman", "scotland": "scot scottish scotsman"},
        **{"ireland": "irish irishman", "wales": "welsh welshman", "germany": "german", "norway": "norwegian"},
        **{
            "netherlands": "dutch dutchman",
            "sweden": "swede swedish",
            "denmark": "dane danish",
            "poland": "pole polish",
        },
        **{"finland": "finn finnish", "turkey": "turk turkish", "greece": "greek", "spain": "spaniard spanish"},
        **{"france": "french frenchman", "switzerland": "swiss", "portugal": "portuguese", "belgium": "belgian"},
        **{"argentina": "argentine", "peru": "peruvian", "philippines": "filipino philippine", "thailand": "thai"},
        **{"lebanon": "lebanese", "afghanistan": "afghan", "congo": "congolese", "cyprus": "cypriot"},
        **{"palestine": "palestinian", "zealand": "zealander", "london": "londoner", "iceland": "icelander"},
        **{
            "kazakhstan": "kazakh",
            "uzbekistan": "uzbek",
            "slovakia": "slovak",
            "slovenia": "slovene",
            "serbia": "serb",
        },
        **{"croatia": "croat", "ghana": "ghanaian", "czechia": "czech"},
    }.items()
    for people in peoples.split()
}
PEOPLE_ENDINGS = (
    *(("n", ""), ("an", ""), ("ian", ""), ("ian", "y"), ("ian", "a"), ("ian", "e"), ("an", "o")),
    *(("ese", ""), ("ese", "a"), ("i", "")),
)
"""What makes a people of a country's name, and what of the name it replaces: "Italian" of "Italy"."""
DEMONYM_ENDINGS = tuple("ese ish ian ians ean eans ican icans ench erman ermans reek utch iss".split())
NAME_PARTICLES = words("de da del della di du von van der den la le al bin ibn el dos das st st. ter ten af av y e")
NAME_JOINERS = NAME_PARTICLES | words("of &")
WORKS = words("""
    album song single film movie book novel show play series episode poem musical opera game documentary magazine
    soundtrack newspaper
""")
NAME_SUFFIXES = words("jr sr jnr snr ii iii iv phd md qc kc mp obe cbe mbe")

# Given names of women, of men, and such as tell nothing; of many peoples, none exhaustively.
WOMENS_NAMES = words("""
    abigail ada adele agnes aisha aleksandra alexandra alice alicia alison amanda amber amina amy ana anastasia angela
    anita ann anna anne annette astrid barbara beatrice beth betty brenda bridget camilla carla carmen carol caroline
    catherine cecilia charlotte christina christine claire clara claudia daisy daniela deborah diana diane dora dorothy
    edith elaine eleanor elena elizabeth ella ellen elsa emily emma erika esther eva evelyn fatima fiona florence
    frances francesca giulia gloria grace hannah harriet heather heidi helen helena helga hilary holly ida ilse ines
    ingrid irene irina iris isabel isabella ivana jacqueline jane janet janice jennifer jenny jessica jill joan joanna
    johanna joyce judith julia julie karen karin kate katherine kathleen kathy katie kirsten laura lauren lea lena
    lidia lilian linda lisa liz louise lucia lucy margaret maria marie marina marta martha mary matilda maureen melanie
    melissa michelle miranda miriam moira molly monica monika nadia nancy naomi natalia natalie natasha nicole nina
    nora odile olga olivia pamela paola patricia paula peggy penelope petra phoebe priya rachel rebecca renate rita
    rosa rose rosemary ruth sally samantha sandra sara sarah serena sharon sheila shirley silvia sofia sonia sophia
    sophie stella stephanie sue susan suzanne svetlana sylvia tanya tara teresa theresa tina ursula valentina valerie
    vanessa vera veronica victoria wanda wendy yasmin yolanda yulia yvonne zainab zoe
""")
EITHERS_NAMES = words("""
    ai alex andrea andy asif chen chris don gabriel jamie jan jean jun kelly kim lee leslie lewis li lynn marian marion
    mei mika milan murray nicola per renee robin rory sam sean shane sunil tracy uma wei
""")
_MENS_NAMES = words("""
    aaron abdul abdullah adam adrian ahmad ahmed alan albert alejandro aleksandr alexander alexei alfred ali amir andre
    andreas andrei andrew andrey andriy anthony anton antonio arnold arthur barry ben benjamin bernard bill billy bob
    boris brad brian bruce bruno carl carlos charles charlie christian christopher claude colin craig dan daniel danny
    darren dave david dean dennis derek diego dmitri dmitry dmytro donald doug douglas duncan edgar eduardo edward eli
    elias emmanuel eric erik ernest ethan evan felix fernando francis francisco frank franz fred frederick gareth gary
    gavin george gerald gerard gerhard giles giovanni glenn gordon graham grant greg gregory guy hamid hans harold
    harry hasan hassan henri henry herbert howard hugh hugo hussein ian ibrahim igor imran isaac ivan jack jacob
    jacques jake james jason javier jay jeff jeffrey jeremy jerry jesse jesus jim jimmy joao joe joel johan johannes
    john johnny jon jonas jonathan jorge jose josef joseph joshua joy juan julian karl keith ken kenneth kevin khalid
    klaus kofi kurt kyle kyrylo lars laurence lawrence leo leon leonard leonid leroy liam lorenzo louis luca lucas luis
    luke mahmoud malcolm manuel marc marcel marco marcus mario mark martin mateo matt matteo matthew maurice max maxim
    mehmet michael michel miguel mike mikhail mohamed mohammad mohammed muhammad mustafa nathan neil nelson nicholas
    nicolas nigel nikolai noah norman oleg oleksandr oleksiy oliver omar oscar otto owen pablo pascal patrick paul
    pavel pedro peter petro phil philip philippe pierre piotr rafael rajesh ralph ramon ravi ray raymond ricardo
    richard rob robert roberto rodney roger roland roman ron ronald roy ruben rupert russell ryan samir samuel sanjay
    scott sebastian serge sergei sergey sergio serhiy simon stan stanley stefan stephen steve steven stuart sven tariq
    ted terence terry theo thomas tim timothy todd tom tomas tommy tony trevor tyler victor viktor vincent vitaly
    vladimir volodymyr walter warren werner will william wolfgang xavier yuri yusuf zack
""")
GIVEN_NAMES = WOMENS_NAMES | _MENS_NAMES | EITHERS_NAMES
"""They stand for a person wherever they stand."""
