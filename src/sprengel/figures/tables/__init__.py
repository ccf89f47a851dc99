"""Sheets of cells from .xlsx, .ods and .csv files, before anybody asks what they mean."""
