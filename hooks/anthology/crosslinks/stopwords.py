"""English words that any text may use: they count when texts are compared, but are no reason to show a reader."""

PLAIN = frozenset(
    """
    able accept access accessed account across act action actions active add added advice affect afternoon
    age ago agree agreed ahead aim allow allowed allows alone amount answer answers apart appear appears
    approach area areas argue argued argues argument aside association associations author authors available
    avoid aware away bad base based basic bear begin beginning begins behind believe belong belongs big
    bigger bit book books boost born bottom bound break brief bring brings broad brought build building
    built business call called calling calls came careful carefully carry case cases cause caused center
    certain certainly chance change changed changes changing check choice choose chose chosen claim claims
    clear clearly close closed closer collection column coming comment comments common complete completely
    concern consider considered contact contain contains content continue control copy corner correct cost
    costs count counted counts couple course cover covered create created current currently cut daily danger
    dangers date dates day days deal decide decided decision decisions deep definition describe described
    describes describing detail details develop developed difference different difficult direct direction
    directly discuss discussed discussion draft drafts draw drawn drop due earlier early easier easily easy
    edge edit effect effects effort efforts eight else emergency employ employer employers end ended ending
    ends entire entirely entry equal error especially essay essays evening event events eventually exact
    exactly example examples except exist existing expect expected experience experiences explain explained
    explains extra face fact facts fail failed fair fairly fall false familiar far fast faster feature
    features feel feeling feels fell felt fewer field figure figures file files fill final finally find
    finding findings finds fine finish finished fit five fix fixed focus follow followed following follows
    form former forms forward found four free friend friends full fully further future gain gave general
    generally getting gone great group groups grow growing guess half hand hands happen happened happens
    hard harder head hear heard heavy held help helped helpful helping helps hence hide high higher history
    hold holds home hope hopes hour hours house huge human hundred idea ideas image images imagine important
    improve improved include included includes including increase indeed inform inside intend interest
    interested interesting issue issues item items job join joined journal judge judged jump keeping keeps
    kept key knew knowing land language large largely larger largest late latest lay lead leading leads
    learn learned learning leave leaves leaving led left length letter letters level levels lie life light
    likely limit limited line lines link linked links list listed listen listened listening lists live lived
    lives living local longer looked looking looks lose lost low lower main mainly major manage manner mark
    matter matters meaning means meant measure meet meeting member members mention mentioned message method
    methods middle mind minute minutes miss missing mistake model models moment moments money month months
    morning move moved moving multiple name named names narrow natural nature near nearly necessary needed
    needing news nice night nine normal normally notable note noted notes nothing's notice number numbers
    offer offered offers older online open opened opens opinion opinions option options order ordinary
    organisation organisations organization organizations original outside page pages paper papers paragraph
    parts pass passed past pay people's percent perfect period person persons phrase pick picked piece
    pieces place placed places plain plan planned plans play please plus point pointed points poor possible
    possibly post posted posts power practice practices prefer prepare present pretty previous previously
    print private probably problem problems process project projects promise proper properly protect prove
    provide provided provides public publish published pull purpose push puts quarter question questions
    quick quickly quiet quote quoted raise ran range rate rates reach reached read reader readers reading
    reads ready real reality realize reason reasons receive received recent recently record reduce refer
    reference regular relate related release remain remains remember remove removed repeat replies reply
    report reported reports require required rest result results return returned reveal review reviews role
    room round rule rules run running runs safe saying scene score second seconds section seek send sense
    sent sentence sentences separate series serve service services set sets setting settings share shared
    sharing short shortened show showed showing shown shows shut side sides sign similar simple simply
    single site sites situation six size slow slowly small smaller social solution solve somebody sort sound
    sounds source sources space speak speaker speakers speaking speaks special specific spend spent spoke
    spoken stand standing stands starred start started starting starts state stated statement statements
    states stay stayed step steps stood stop stopped stops stories story straight strong studies study stuff
    subject succeed success suggest suggested suggests sum summary support supported supposed surprise
    system systems table takes talk talked talking talks task tell telling tells ten tend term terms test
    text texts thank thanked thought thoughts thousand three title told tomorrow tonight tool tools top
    topic total touch track trial trials tried tries trouble true truth try trying turn turned turning turns
    type types understand understood unless update updated updates useful user users usual usually value
    values various version versions view views visit voice voices wait waiting walk warn watch week weeks
    welcome wide wish wonder wondering word worked working world worse worst worth write writer writers
    writes writing written wrong wrote year years yesterday young
    """.split()
)
