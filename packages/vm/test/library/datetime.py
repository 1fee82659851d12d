import datetime as dt
d = dt.datetime(2024, 2, 29, 13, 45, 6, 789000, tzinfo=dt.timezone.utc)
print(d, d.isoformat(), repr(d), d.date(), d.timetz(), d.strftime("%Y-%m-%d %H:%M:%S.%f %z %A %j %U %%"), d.timestamp())
print(d + dt.timedelta(days=366, hours=5), d - dt.datetime(2020, 1, 1, tzinfo=dt.timezone.utc), d.astimezone(dt.timezone(dt.timedelta(hours=-5, minutes=-30))))
print(dt.datetime.fromisoformat("2024-01-02T03:04:05.678+02:00"), dt.date.fromisoformat("20240102"), dt.date.fromisocalendar(2024, 9, 4), dt.time.fromisoformat("04:05"))
print(dt.datetime.strptime("2021-12-31 23:59", "%Y-%m-%d %H:%M"), dt.datetime.strptime("Mon Jan  3 2022", "%a %b %d %Y"))
print(dt.timedelta(days=1.5, seconds=-3), abs(dt.timedelta(-1)), dt.timedelta(hours=1) / dt.timedelta(minutes=7), dt.timedelta(days=3) // 2, dt.timedelta(1).total_seconds(), dt.timedelta.max, str(dt.timedelta(microseconds=1)))
print(d.replace(year=2023, day=1), tuple(d.isocalendar()), d.weekday(), d.toordinal(), dt.date.max, dt.date(2024, 1, 1) < dt.date(2024, 1, 2), dt.date.today() > dt.date(2000, 1, 1))
for bad in (lambda: dt.date(2023, 2, 29), lambda: dt.date.fromisoformat("x"), lambda: dt.timezone(dt.timedelta(days=2)), lambda: dt.datetime.strptime("x", "%Y")):
    try: bad()
    except Exception as e: print(type(e).__name__, e)
import calendar
print(calendar.month(2024, 2), calendar.isleap(2024), calendar.monthrange(2024, 2))
import pickle, copy
print(pickle.loads(pickle.dumps(d)) == d, copy.copy(d) == d, hash(d) == hash(d.astimezone(dt.timezone(dt.timedelta(hours=3)))))
