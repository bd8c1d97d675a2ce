"""The peer: the same data in Streamlit as its documentation teaches it. One choice, one query, one chart."""

import os
from pathlib import Path

import duckdb
import streamlit as st

BUILDS = Path(os.environ.get("CITY_BUILDS", Path(__file__).parents[2] / "data" / "builds"))


@st.cache_data
def areas(database):
    with duckdb.connect(database, read_only=True) as connection:
        return connection.execute(
            "SELECT area_code, name_ja FROM area WHERE area_code IN (SELECT area_code FROM births) ORDER BY area_code"
        ).df()


@st.cache_data
def births(database, area):
    with duckdb.connect(database, read_only=True) as connection:
        return connection.execute(
            "SELECT CAST(year AS VARCHAR) AS year, basis, births FROM births WHERE area_code = ? ORDER BY year",
            [area],
        ).df()


database = str(BUILDS / (BUILDS / "CURRENT").read_text().strip())
names = areas(database).set_index("area_code")["name_ja"]

st.title("出生数")
area = st.selectbox("地域", names.index, format_func=names.get, key="area")
st.line_chart(births(database, area), x="year", y="births", color="basis")
