# English words and phrases that bots often listen to. Most names have no value: `$parseTree._name` is then what was said.

require: text/text.sc

patterns:

    # --- any words

    $AnyWord = (a*/b*/c*/d*/e*/f*/g*/h*/i*/j*/k*/l*/m*/n*/o*/p*/q*/r*/s*/t*/u*/v*/w*/x*/y*/z*/0*/1*/2*/3*/4*/5*/6*/7*/8*/9*)

    $catchAll = *

    $any = (any/some/anything/something/any kind of/some kind of/whatever)

    # --- who and what

    $me = (i/me/myself/i am/i'm/im/we/us)

    $you = (you/u/ya/yourself/you are/you're/youre)

    $your = (your/ur/yours)

    $me2you = [to] (me/us/you)

    $andYou = ((and/what about/how about) you/you too/yourself/and yours)

    $whatIs = (what is/what's/whats/what are/what're/what was/who is/who's/whos/who are/tell me about/do you know what [is])

    $question = (what/who/whom/whose/which/when/where/why/how/how much/how many/how long/what for)

    $gender = (
        (male/man/men/boy/boys/guy/gentleman/sir/mr/m):0 |
        (female/woman/women/girl/girls/lady/madam/miss/mrs/ms/f):1
        )

    $robotName = (bot/chatbot/chat bot/robot/assistant/computer/machine/program/ai/artificial intelligence)

    # --- courtesy

    $goodTIme = good (morning/day/afternoon/evening/time of day)

    $hello = (
        hi/hi there/hello/hello there/hallo/hey/hey there/hiya/howdy/greetings/welcome/yo/aloha/hola/salute/
        $goodTIme/morning/afternoon/evening/(nice/pleased/glad/good) to (meet/see) you
        )

    $bye = (
        bye/bye bye/bye-bye/goodbye/good bye/good-bye/farewell/cheerio/so long/ciao/adios/ta ta/
        see (you/ya) [soon/later/around/tomorrow/again/next time]/catch you later/talk to you (later/soon)/until next time/
        (i have/i've/i gotta/i got/i must/got) [to] (go/run/leave)/take care/have a (nice/good/great) (day/evening/weekend/one)
        )

    $goodNight = (good night/goodnight/night night/nighty night/sweet dreams/sleep (well/tight)/time (to/for) (sleep/bed)/(i am/i'm) going to (bed/sleep))

    $howAreYou = (
        how are (you/u/ya/things) [doing/today/feeling]/how is (it/everything/life) [going]/how's (it/everything/life) [going]/
        how do you (do/feel)/how have you been/how goes it/are you (ok/okay/all right/alright/fine/well)
        )

    $whatsUp = (what's up/whats up/what is up/wassup/sup/what's new/whats new/what is new/what's happening/what's going on/what are you (doing/up to))

    $thanks = (thanks/thank you/thank u/thankyou/thx/ty/tnx/cheers/much obliged/(i am/i'm) (grateful/thankful)/(i/we) appreciate (it/that/this)) [a lot/so much/very much/a bunch]

    $youAreWelcome = ((you are/you're/youre) welcome/welcome/not at all/no problem/don't mention it/my pleasure/any time/anytime/no worries)

    $sorry = (sorry/(i am/i'm) [so/very] sorry/excuse me/pardon [me]/forgive me/my (bad/fault/apologies)/apologies/(i/we) apologize/(i/we) apologise)

    $compliment = (
        (you are/you're/youre/you look) [so/very/really/such a/such/a] ($clever/$good/$pretty/$perfect/$funny) [bot/robot/assistant/one] |
        (well done/good (job/work/bot/girl/boy)/nice (job/work/one)/great job/way to go/bravo/i (like/love) you)
        )

    $comfort = (do not/don't/dont) (worry/be sad/be upset/cry/panic) [about it]

    $cheerUp = (cheer (up/me up)/(make/help) me (laugh/smile/happy)/(i am/i'm/i feel) [so/very] $sad/entertain me)

    $helpYou = ((can/could/may/let) (i/me) help [you]/how (can/may) i help [you]/do you need (help/a hand/any help))

    # --- answers

    $yes = (
        yes/yeah/yep/yea/yup/ya/aye/yes yes/oh yes/ok/okay/k/sure/of course/certainly/absolutely/definitely/indeed/exactly/
        right/that's right/that is right/correct/true/affirmative/uh huh/uh-huh/mhm/by all means/why not/(i/we) (do/am/did/can/will)/i guess so/i think so/you bet
        )

    $no = (
        no/nope/nah/nay/no no/oh no/not/no way/no thanks/no thank you/never/not at all/of course not/certainly not/absolutely not/definitely not/
        negative/uh uh/uh-uh/by no means/(i/we) (do not/don't/dont/am not/did not/didn't/can not/can't/cant/will not/won't)/not really/i guess not/i think not
        )

    $notTrue = (
        (that is/that's/thats/this is/it is/it's/you are/you're) (not (true/right/correct/so)/wrong/false/incorrect/a lie/lying) |
        (not true/wrong/false/incorrect/untrue/nonsense/rubbish/(you/that) lie/liar/lies)
        )

    $agree = (
        $yes [please/thanks/thank you/$yes] |
        (i agree/agreed/deal/let's (go/do it/try)/lets (go/do it/try)/go (on/ahead/for it)/sounds (good/great/nice/fine)/
        (that is/that's/thats) (fine/good/great/ok/okay/it)/with pleasure/gladly/i (would/'d) (love/like) (to/it/that)/i want [to/it/that]/fine/alright/all right/good/great/perfect/please do/i (accept/confirm)/confirm)
        )

    $disagree = (
        $no [thanks/thank you/please/$no] |
        (i disagree/not (now/today/yet)/later/maybe later/another time/some other time/i (do not/don't/dont) (want/agree/think so/feel like it/need) [to/it/that]/
        i (would/'d) rather not/forget it/cancel/never mind/leave it/stop it/(i am/i'm) against it/i (refuse/decline))
        )

    $sure = (sure/are you (sure/certain/serious)/really/seriously/for sure/honestly/no kidding/are you kidding)

    $maybe = (maybe/may be/perhaps/possibly/probably/could be/might be/it depends/that depends/who knows/not sure/(i am/i'm) not sure)

    $noMatter = (no matter/(it/that) (does not/doesn't/doesnt) matter/doesn't matter/(i do not/i don't/i dont/don't/who) (care/cares/mind)/whatever/whichever/either [one]/any (one/of them)/all the same/never mind/it's all the same)

    $dontKnow = ([i] (do not/don't/dont) know/dunno/i have no (idea/clue)/no (idea/clue)/not sure/(i am/i'm) not sure/beats me/hard to say/who knows/how should i know/i (can not/can't) (say/tell))

    $understand = (understand/understood/got it/get it/i see/see/realize/realise/clear/(that is/that's) clear/makes sense)

    # --- requests

    $tellMe = ([please/can you/could you/will you/would you] (tell/say/show/give/explain/describe/let/inform) [to] [me/us] [about/know])

    $give = (give/hand/pass/send/bring/get/show) [me/us]

    $can = (can/could/able to/is able/be able to/may/might/can you/could you)

    $want = (want/wanna/wish/would like/'d like/like to/need/desire/would love/feel like)

    $work = (work/works/working/worked/job/jobs/office/business/career/employment)

    $turnOn = (turn (on/it on)/switch (on/it on)/enable/activate/start/launch/play/put on/run/open)

    $turnOff = (turn (off/it off)/switch (off/it off)/disable/deactivate/stop/shut (down/off)/close/end/pause)

    $stop = (stop/stop it/stop (that/this)/enough/that's enough/that is enough/quit/finish/halt/cancel/abort/break)

    $stopGame = (
        ($stop/end/exit/quit/leave) [the/this] [game/playing/quiz] |
        (i (do not/don't/dont) want to (play/continue) [any more/anymore]/(i am/i'm) (tired/bored) [of] [this/the] [game/playing]/game over/(i/we) give up/no more games)
        )

    $continue = (continue/go (on/ahead)/carry on/keep going/proceed/next/more/once more/further/let's (continue/go on)/resume)

    $repetition = (again/once (more/again)/repeat/repeat (it/that/please)/one more time/(say/tell) (it/that) again/what did you say/come again/pardon)

    $changeTheme = ((change/switch) [the] (subject/topic/theme)/(let's/lets/let us) (talk/speak/chat) about (something/anything) else/(talk/speak) about something else/another (topic/subject)/something else)

    $shutUp = (shut (up/your mouth/it)/be (quiet/silent)/silence/hush/shush/stop talking/keep (quiet/silent)/zip it)

    $getLost = (get (lost/out/away)/go (away/to hell)/leave me alone/buzz off/piss off/bugger off/beat it/(fuck/screw) (off/you)/scram)

    $comeOn = (come on/c'mon/cmon/let's go/lets go/hurry up/quick/quickly/faster)

    $notNow = (not (now/today/yet/at the moment/this time)/later/maybe later/some other time/another time/not right now/(i am/i'm) busy)

    # --- judgements

    $good = (good/nice/well/fine/ok/okay/cool/kind/great/all right/alright/decent/sweet/not bad/better/best/lovely)

    $bad = (bad/poor/poorly/awful/terrible/horrible/dreadful/nasty/worse/worst/so so/so-so/not (good/well/great/fine)/disgusting)

    $perfect = (perfect/perfectly/excellent/wonderful/amazing/awesome/brilliant/fantastic/super/superb/magnificent/marvellous/marvelous/incredible/fabulous/ideal)

    $pretty = (pretty/beautiful/handsome/cute/attractive/gorgeous/good looking/good-looking/charming/hot/sexy/lovely)

    $ugly = (ugly/hideous/unattractive/repulsive/plain/not (pretty/beautiful/handsome))

    $clever = (clever/smart/intelligent/bright/wise/genius/brainy/brilliant/quick-witted)

    $stupid = (stupid/dumb/silly/idiot/idiotic/fool/foolish/moron/dull/brainless/dimwit/imbecile/not (smart/clever/bright))

    $nAffront = (asshole/bastard/bitch/idiot/moron/jerk/loser/fool/pig/scum/dumbass/dickhead/imbecile/freak/cretin/stupid/son of a bitch/motherfucker/piece of (shit/crap))

    $big = (big/large/huge/great/giant/enormous/gigantic/vast/tall/wide/massive)

    $fast = (fast/quick/quickly/rapid/rapidly/swift/speedy/soon/at once/in a hurry)

    $sad = (sad/unhappy/upset/depressed/blue/lonely/miserable/gloomy/down/heartbroken/sorrowful/in a bad mood)

    $funny = (funny/hilarious/amusing/entertaining/comic/comical/humorous/witty/laughable)

    $like = (like/likes/liked/love/loves/loved/adore/adores/enjoy/enjoys/prefer/prefers/be fond of/fond of/fan of)

    $hate = (hate/hates/hated/dislike/dislikes/detest/loathe/can't stand/can not stand/(do not/don't/dont/does not/doesn't) (like/love/enjoy))

    $doYouLike = (do you (like/love/enjoy/prefer/adore)/are you (fond of/a fan of/into)/how do you like/what do you think (of/about)/would you like)

    $think = (think/thinks/thought/suppose/guess/believe/consider/reckon/in (your/my) opinion/opinion)

    $favorite = (favorite/favourite/best loved/most loved/beloved/preferred/top)

    $problem = (problem/problems/trouble/troubles/issue/issues/difficulty/difficulties/mistake/error/bug/(does not/doesn't/doesnt/do not/don't) work/broken)

    # --- people

    $mother = (mother/mom/mum/mommy/mummy/mama/mam/ma)

    $father = (father/dad/daddy/papa/pa/pop)

    $brother = (brother/brothers/bro/sibling)

    $sister = (sister/sisters/sis)

    $friend = (friend/friends/buddy/pal/mate/bestie/girlfriend/boyfriend/best friend)

    $iLiveIn = ((i/we) (live/stay/dwell/reside/am living) (in/at/near)/(i am/i'm/we are/we're/i come) from/my (city/town/home/country) is/(i/we) am in)

    $profession = (
        actor/actress/accountant/architect/artist/baker/barber/builder/carpenter/chef/cook/cleaner/clerk/coach/dentist/designer/
        developer/doctor/driver/economist/editor/electrician/engineer/farmer/firefighter/fisherman/florist/gardener/hairdresser/
        journalist/judge/lawyer/librarian/manager/mechanic/miner/musician/nurse/officer/painter/pharmacist/photographer/pilot/
        plumber/police officer/policeman/postman/professor/programmer/psychologist/sailor/salesman/scientist/secretary/shop assistant/
        singer/soldier/surgeon/tailor/teacher/translator/vet/waiter/waitress/welder/writer
        )

    # --- the world

    $Earth = (earth/the earth/planet earth/our planet/the world/world)

    $europeCountry = (
        albania/andorra/austria/belarus/belgium/bosnia/bulgaria/croatia/cyprus/czech republic/czechia/denmark/england/estonia/finland/france/
        germany/great britain/greece/hungary/iceland/ireland/italy/kosovo/latvia/liechtenstein/lithuania/luxembourg/malta/moldova/monaco/
        montenegro/netherlands/holland/north macedonia/norway/poland/portugal/romania/russia/san marino/scotland/serbia/slovakia/slovenia/
        spain/sweden/switzerland/turkey/ukraine/united kingdom/uk/vatican/wales
        )

    $americaCountry = (
        argentina/bahamas/barbados/belize/bolivia/brazil/canada/chile/colombia/costa rica/cuba/dominican republic/ecuador/el salvador/
        guatemala/guyana/haiti/honduras/jamaica/mexico/nicaragua/panama/paraguay/peru/puerto rico/suriname/trinidad/united states/
        united states of america/usa/us/the states/america/uruguay/venezuela
        )

    $otherCountry = (
        afghanistan/algeria/angola/armenia/australia/azerbaijan/bahrain/bangladesh/cambodia/cameroon/china/congo/egypt/ethiopia/georgia/ghana/
        india/indonesia/iran/iraq/israel/japan/jordan/kazakhstan/kenya/korea/south korea/north korea/kuwait/kyrgyzstan/laos/lebanon/libya/
        madagascar/malaysia/mali/mongolia/morocco/mozambique/myanmar/namibia/nepal/new zealand/nigeria/oman/pakistan/palestine/philippines/
        qatar/saudi arabia/senegal/singapore/somalia/south africa/sri lanka/sudan/syria/taiwan/tajikistan/tanzania/thailand/tunisia/
        turkmenistan/uganda/united arab emirates/uae/uzbekistan/vietnam/yemen/zambia/zimbabwe
        )

    $country = ($europeCountry/$americaCountry/$otherCountry)

    $hashCountries = [the] $country

    $nation = (
        american/americans/arab/arabs/armenian/australian/austrian/belarusian/belgian/brazilian/british/brit/bulgarian/canadian/chinese/croatian/
        cuban/czech/danish/dutch/egyptian/english/estonian/finnish/french/georgian/german/germans/greek/hungarian/indian/indonesian/irish/
        israeli/italian/italians/japanese/jewish/kazakh/korean/latvian/lithuanian/mexican/norwegian/polish/portuguese/romanian/russian/russians/
        scottish/serbian/slovak/spanish/swedish/swiss/tatar/turkish/ukrainian/vietnamese/welsh
        )

    $anyColor = (
        [light/dark/deep/bright/pale] (red/green/blue/yellow/orange/purple/violet/pink/brown/black/white/grey/gray/beige/gold/golden/silver/
        turquoise/cyan/magenta/maroon/crimson/scarlet/olive/navy/indigo/lilac/khaki)
        )

    $serviceWether = ([the] (weather/forecast/weather forecast/temperature [outside])/is it (raining/snowing/cold/warm/hot/windy/sunny) [outside/today]/will it (rain/snow) [today/tomorrow])

    $socialNetworks = (facebook/fb/instagram/insta/twitter/x/tiktok/tik tok/youtube/telegram/whatsapp/viber/snapchat/linkedin/reddit/pinterest/discord/vk/vkontakte/social (network/networks/media))

    $sport = (
        aerobics/archery/athletics/badminton/baseball/basketball/biathlon/boxing/bowling/chess/climbing/cricket/curling/cycling/dancing/darts/
        diving/fencing/figure skating/fitness/football/golf/gymnastics/handball/hockey/ice hockey/jogging/judo/karate/rowing/rugby/running/
        sailing/skateboarding/skating/skiing/snowboarding/soccer/squash/surfing/swimming/table tennis/tennis/volleyball/water polo/
        weightlifting/wrestling/yoga/[a/any/some] (sport/sports)
        )

    $musicGenres = (
        ambient/blues/chanson/classical [music]/country [music]/dance [music]/disco/drum and bass/dubstep/edm/electronic [music]/electro/
        folk [music]/funk/gospel/grunge/hard rock/heavy metal/hip hop/hip-hop/house/indie/jazz/k-pop/latin [music]/metal/new age/opera/pop/pop music/
        punk/punk rock/rap/reggae/rhythm and blues/r&b/rock/rock and roll/rock music/salsa/ska/soul/swing/synth pop/techno/trance/trap
        )

    $performer = (singer/singers/band/bands/musician/musicians/artist/artists/group/rapper/composer/dj/pop star/rock star/performer)

    $rarePet = (alligator/bat/chameleon/chinchilla/crocodile/ferret/frog/gecko/hedgehog/iguana/lizard/llama/mini pig/monkey/owl/pig/python/raccoon/rat/scorpion/skunk/snake/spider/squirrel/tarantula/tortoise/turtle)

    # --- food and drink

    $sweetFood = (biscuit/biscuits/cake/cakes/candy/candies/caramel/cheesecake/chocolate/cookie/cookies/cupcake/dessert/donut/doughnut/honey/ice cream/jam/jelly/lollipop/marmalade/marshmallow/muffin/pancake/pancakes/pie/pudding/sugar/sweets/tiramisu/toffee/waffle/waffles)

    $meatFood = (bacon/beef/burger patty/chicken/chop/chops/cutlet/duck/fish/ham/kebab/lamb/meat/meatballs/mutton/pork/ribs/roast/salami/salmon/sausage/sausages/shrimp/steak/tuna/turkey/veal)

    $carbFood = (bread/buckwheat/bun/buns/cereal/cornflakes/couscous/dumplings/lasagna/macaroni/noodles/oatmeal/pasta/porridge/potato/potatoes/ravioli/rice/spaghetti/toast)

    $fruitFood = (apple/apples/apricot/apricots/avocado/banana/bananas/berries/blueberry/cherry/cherries/fruit/fruits/grape/grapes/grapefruit/kiwi/lemon/lime/mango/melon/nectarine/orange/oranges/papaya/peach/peaches/pear/pears/pineapple/plum/plums/pomegranate/raspberry/strawberry/strawberries/tangerine/watermelon)

    $fastFood = (burger/burgers/cheeseburger/chips/crisps/doner/fast food/french fries/fries/hamburger/hot dog/nuggets/pizza/pop corn/popcorn/sandwich/shawarma/sushi/taco/tacos/wok)

    $nFood = (beans/borscht/broccoli/butter/cabbage/carrot/cheese/cucumber/egg/eggs/garlic/ketchup/lettuce/mayonnaise/milk/mushroom/mushrooms/nuts/olives/omelette/onion/peas/pepper/pickles/salad/salt/sauce/soup/spinach/tomato/tomatoes/vegetable/vegetables/yogurt/yoghurt)

    $food = ($sweetFood/$meatFood/$carbFood/$fruitFood/$fastFood/$nFood/food/meal/snack/breakfast/lunch/dinner/supper/something to eat)

    $spirit = (absinthe/brandy/cognac/gin/grappa/liqueur/liquor/mezcal/moonshine/rum/schnapps/spirits/tequila/vodka/whiskey/whisky)

    $alcoLight = (ale/beer/champagne/cider/cocktail/cocktails/martini/mead/mojito/prosecco/sangria/vermouth/wine/red wine/white wine)

    $alcohol = ($spirit/$alcoLight/alcohol/booze/(strong/alcoholic) (drink/drinks))

    # --- what is not for children

    $sex = (sex/sexual/sexy time/intercourse/make love/sleep with/porn/porno/pornography/orgasm/erotic/erotica)

    $penis = (penis/dick/cock/phallus/prick/boner)

    $tits = (tits/titties/boobs/boobies/breast/breasts/bosom/nipples)

    $ass = (ass/arse/butt/bum/booty/buttocks/backside)

    $pussy = (pussy/vagina/cunt/clit/twat)

    $nudity = (naked/nude/nudity/nudes/undressed/topless/without clothes)

    $strip = (strip/striptease/undress/(take/get) off [your] clothes/take your clothes off/get naked)
