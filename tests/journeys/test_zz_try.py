from datetime import timedelta
from tests.journeys.test_waiting import *
from tests.journeys.test_offline_shell import is_kept
from tests.journeys.quiz import start
D={"width":1280,"height":900}
def shot(p,n): p.screenshot(path=f'/tmp/w/shots3/{n}.png')
def test_x(new_context, site):
    for size,tag in ((None,'m'),(D,'d')):
        opt={} if size is None else {"viewport":size}
        ctx=new_context(service_workers="allow",**opt)
        who=site.participant()
        slug=site.contest(opens_in=timedelta(seconds=22))
        p=ctx.new_page(); sign_in(p,who,f"/contests/{slug}")
        p.wait_for_timeout(500); shot(p,f'contest-wait-{tag}')
        p.goto(f"/contests/{slug}/wait"); is_ready(p); shot(p,f'wait-{tag}')
        if tag=='m':
            p.emulate_media(color_scheme='dark'); shot(p,'wait-dark-m'); p.emulate_media(color_scheme='light')
        press_ready(p); p.wait_for_timeout(300); shot(p,f'wait-ready-{tag}')
        ctx.route(START, lambda r: r.fulfill(status=503, headers={"Retry-After":"4"}, body="x"))
        ctx.set_offline(True)
        p.wait_for_timeout(24000); shot(p,f'wait-busy-{tag}')
        ctx.set_offline(False)
        p.wait_for_url("**/attempts/*", timeout=40000)
        q=Quiz(p); q.is_ready(); is_kept(q)
        ctx.set_offline(True)
        o=ctx.new_page(); o.goto("/help"); o.wait_for_timeout(500); shot(o,f'offline-{tag}'); o.screenshot(path=f'/tmp/w/shots3/offline-full-{tag}.png',full_page=True)
        q.tap(0); p.reload(); q.is_ready(); p.wait_for_timeout(300); shot(p,f'kept-{tag}')
        s=ctx.new_cdp_session(o)
        ctx.set_offline(False)
        o.goto("/help")
        print(s.send("Page.getInstallabilityErrors")); m=s.send("Page.getAppManifest"); print(m['errors'], m['url'])
    ctx=new_context(java_script_enabled=False); p=wait_page(site,ctx,site.participant(),timedelta(minutes=12)); shot(p,'wait-plain-m')
    ctx=new_context(); p=wait_page(site,ctx,site.participant(),timedelta(seconds=2)); p.wait_for_timeout(4000); shot(p,'wait-open-m')
