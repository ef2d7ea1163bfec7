import random
import time
from datetime import timedelta

from sqlalchemy import insert, select, text

from app.services import board_refresh, boards, units
from app.services.transactions import writing
from app.storage.db import db
from app.storage.tables import *
from tests.factories_contests import NOW, a_contest

N=200_000
def test_bench(app):
    units.load_communes(8); units.load_demo_organisations()
    c=a_contest(attempts_allowed=None); rid=c.rounds[0].id
    comm=[x.code for x in units.list_communes()]
    with writing() as s:
        s.execute(insert(Organisation),[dict(code=f"x{i}",name=f"Công đoàn {i}",kind="union",headcount=50,search_name=f"cong doan {i}",sort_key=f"{i:09d}") for i in range(2500)])
    orgs=list(db.session.scalars(select(Organisation.id)))
    r=random.Random(1)
    G=["cadre","civil_servant","student","resident"]
    with writing() as s:
        for b in range(0,N,20000):
            s.execute(insert(Person),[dict(id=i+1,public_id=f"p{i}",full_name="Nguyễn Văn A" if i%3 else "Lê Văn A",search_name="nguyen van a" if i%3 else "le van a",sort_key="1",group=r.choice(G),commune_code=r.choice(comm),organisation_id=r.choice(orgs),created_at=NOW) for i in range(b,b+20000)])
            s.execute(insert(Attempt),[dict(id=i+1,person_id=i+1,round_id=rid,number=1,rules_number=1,seed="s",paper="0,1,2",started_at=NOW,deadline_at=NOW,closed_at=NOW,closed_by="submission",answers_hash="0",receipt=f"{i}") for i in range(b,b+20000)])
            s.execute(insert(Result),[dict(attempt_id=i+1,round_id=rid,person_id=i+1,key_number=1,mills=r.randint(0,20)*1000,max_mills=20000,correct=r.randint(0,20),time_ms=r.randint(60000,900000),ended_at=NOW+timedelta(seconds=r.randint(0,80000)),on_board=0) for i in range(b,b+20000)])
    if db.engine.dialect.name=="postgresql":
        with writing() as s: s.execute(text("ANALYZE"))
    t=time.time()
    with writing() as s: board_refresh._carry_batch(s, NOW)
    print("one batch", time.time()-t)
    t=time.time(); n=board_refresh._carry(NOW,None); dt=time.time()-t
    print("carry",n,dt, n/dt)
    if db.engine.dialect.name=="postgresql":
        with writing() as s: s.execute(text("ANALYZE"))
    from app.storage import boards as sb
    for st in sb.list_stale():
        from app.services import unit_derivation as ud
        t=time.time()
        for k in ("commune","organisation"): sb.list_sums(st.contest_id,st.scope,k)
        print("sums",time.time()-t); t=time.time()
        for k in ("commune","organisation"): sb.list_best(st.contest_id,st.scope,k,10)
        print("best",time.time()-t); t=time.time()
        ud.derive(st,NOW); print("derive all",time.time()-t)
    print("snapshots bytes", db.session.execute(text("select sum(length(rows)) from board_snapshots")).scalar())
    t=time.time(); boards.refresh(NOW); print("idle",time.time()-t)
    def timed(name,f,n=5):
        f(); t=time.time()
        for _ in range(n): f()
        print(f"{name}: {(time.time()-t)/n*1000:.1f} ms")
    S="cuoc-thi"
    timed("page0",lambda: boards.individual_board(S))
    timed("page deep",lambda: boards.individual_board(S,offset=150_000))
    timed("group deep",lambda: boards.individual_board(S,group="student",offset=20_000))
    timed("search family",lambda: boards.individual_board(S,query="nguyen"))
    timed("search none",lambda: boards.individual_board(S,query="zzz"))
    timed("search unit",lambda: boards.individual_board(S,query="minh xuan"))
    timed("own",lambda: [boards.own_place(S,i) for i in (5,50000,150000)])
    timed("unit org",lambda: boards.unit_board(S,"organisation"))
    timed("unit com",lambda: boards.unit_board(S,"commune"))
